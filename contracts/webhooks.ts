import type { JsonSchema } from './json-schemas.ts'
import { postlinkExamples } from './operation-examples.ts'

type Kind = 'success' | 'failure'

const anyForm = [{ $ref: '#/components/schemas/Postlink2025' }, { $ref: '#/components/schemas/Postlink2020' }]

/** What tells the two kinds apart in both forms. */
const outcome: Record<Kind, JsonSchema> = {
  success: { code: { const: 'ok' }, reasonCode: { const: 0 }, cardId: { type: 'string' } },
  failure: { code: { const: 'error' }, reasonCode: { not: { const: 0 } } },
}

const schemaOf = (kind: Kind, description: string): JsonSchema => ({
  description,
  type: 'object',
  anyOf: anyForm,
  properties: outcome[kind],
  required: kind === 'success' ? ['cardId'] : [],
})

export const postlinkSchemas: Record<'SuccessPostlink' | 'FailurePostlink', JsonSchema> = {
  SuccessPostlink: schemaOf('success', 'The payment went through: a postlink of either form.'),
  FailurePostlink: schemaOf('failure', 'The payment failed: a postlink of either form.'),
}

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
