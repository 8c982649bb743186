import type { OpenApi } from './openapi.ts'
import { toOpenApi30 } from './openapi-30.ts'
import { postlinkExamples } from './operation-examples.ts'
import type { Story } from './recorded.ts'
import { postlinkBody, postlinkSchemas } from './webhooks.ts'

/** The shop's side of it: what a shop serves, for tools that do not know webhooks. */
export const toShopOpenApi = ({ version, story }: { version: string; story: Story }): OpenApi => {
  const { content } = postlinkBody('success', story)
  return toOpenApi30({
    openapi: '3.1.1',
    info: {
      title: 'What a shop serves to Halyk ePay',
      version,
      description: [
        'The address that a shop gives as postLink and failurePostLink; its path is the choice of the shop.',
        'It may be called more than once for one payment, and by anybody: compare secret_hash and ask for the status.',
      ].join(' '),
      contact: { name: 'epay-sandbox', url: 'http://127.0.0.1:3729/_sandbox/docs' },
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: 'http://127.0.0.1:3000', description: 'the shop' }],
    tags: [{ name: 'Postlink', description: 'The outcome of a payment.' }],
    paths: {
      '/postlink': {
        post: {
          tags: ['Postlink'],
          operationId: 'takePostlink',
          summary: 'Take the outcome of a payment',
          security: [],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Postlink' },
                examples: {
                  success: { summary: 'success', value: postlinkExamples.success.form2025?.value },
                  failure: { summary: 'failure', value: postlinkExamples.failure.form2025?.value },
                },
              },
              'text/plain': content['text/plain'],
              'application/x-www-form-urlencoded': content['application/x-www-form-urlencoded'],
            },
          },
          responses: {
            200: { description: 'Taken; what the body says does not matter' },
            400: { description: 'Not taken: the bank tries again' },
            500: { description: 'Not taken: the bank tries again' },
          },
        },
      },
    },
    components: { schemas: postlinkSchemas() },
  })
}
