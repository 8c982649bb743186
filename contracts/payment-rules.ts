import type { JsonSchema } from './json-schemas.ts'

const when = (field: string, values: unknown[], then: JsonSchema) => ({
  if: { type: 'object', properties: { [field]: { enum: values } }, required: [field] },
  then: { type: 'object', ...then },
})

const filled = { anyOf: [{ type: 'string', minLength: 1 }, { type: 'number' }] }
const account = {
  anyOf: ['accountId', 'AccountId'].map((name) => ({
    type: 'object',
    properties: { [name]: filled },
    required: [name],
  })),
}

/** What one field of a payment object asks of another: a saved card needs an accountId, and saving takes no money. */
export const paymentRules = ({ allOf = [] }: JsonSchema): JsonSchema => ({
  allOf: [
    ...(allOf as JsonSchema[]),
    when('cardSave', [true, 'true'], account),
    ...['paymentType', 'PaymentType'].map((name) =>
      when(name, ['cardVerification'], {
        properties: { amount: { enum: [0, '0', '0.00'] }, currency: { const: 'USD' } },
      }),
    ),
  ],
})
