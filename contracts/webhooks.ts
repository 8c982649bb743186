import { type JsonSchema, toJsonSchema } from './json-schemas.ts'
import { postlinkExamples } from './operation-examples.ts'
import { type PostlinkKind, postlinkAbout, toPostlinkSchema } from './postlink-schemas.ts'

type Kind = PostlinkKind

/** The postlinks by kind, and either of them, for components/schemas. */
export const postlinkSchemas = (): Record<string, JsonSchema> => ({
  SuccessPostlink: toPostlinkSchema('success', toJsonSchema),
  FailurePostlink: toPostlinkSchema('failure', toJsonSchema),
  Postlink: {
    title: 'Postlink',
    description: postlinkAbout,
    oneOf: ['SuccessPostlink', 'FailurePostlink'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
    discriminator: {
      propertyName: 'code',
      mapping: { ok: '#/components/schemas/SuccessPostlink', error: '#/components/schemas/FailurePostlink' },
    },
  },
})

const webhook = (kind: Kind, { operationId, schema }: { operationId: string; schema: string }) => ({
  post: {
    operationId,
    summary: `The bank tells the shop of a ${kind}`,
    description:
      'Which form is sent, and under which content type, are quirks: postlinkForm and postlinkContentType.',
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: `#/components/schemas/${schema}` },
          examples: postlinkExamples[kind],
        },
      },
    },
    responses: {
      '2XX': { description: 'Delivered; what the body says does not matter.' },
      default: { description: 'Sent again on a schedule, until it is delivered or given up.' },
    },
  },
})

/** The postlinks: what the bank calls at the shop. */
export const toWebhooks = () => ({
  successPostlink: webhook('success', { operationId: 'successPostlink', schema: 'SuccessPostlink' }),
  failurePostlink: webhook('failure', { operationId: 'failurePostlink', schema: 'FailurePostlink' }),
})
