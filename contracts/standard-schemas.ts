import { toAccepting } from './accepting.ts'
import type { AnySchema } from './fields.ts'
import { type JsonSchema, toJsonSchema } from './json-schemas.ts'
import { type Message, messages } from './messages.ts'
import { paymentRules } from './payment-rules.ts'
import { type PostlinkKind, postlinkAbout, toPostlinkSchema } from './postlink-schemas.ts'
import { printedMessages } from './printed-messages.ts'
import { withoutOwnWords } from './standard-words.ts'

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/** `TokenRequest` → `token-request.schema.json`. */
export const fileNameOf = (name: string): string => `${kebab(name)}.schema.json`

const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z\d])/g, '-').toLowerCase()

/**
 * One JSON Schema 2020-12 for each message, complete in itself and in standard keywords alone, so that any validator
 * compiles it with its default settings. Requests say what is accepted; answers and postlinks are open, because a
 * shop must not lose a paid order on the day the bank adds a field.
 */
export const toStandardSchemas = (): Record<string, JsonSchema> => ({
  ...Object.fromEntries(Object.entries(messages).map(([name, message]) => [name, ofMessage(name, message)])),
  SuccessPostlink: ofPostlink('success'),
  FailurePostlink: ofPostlink('failure'),
  Postlink: {
    ...head('Postlink', postlinkAbout),
    oneOf: (['success', 'failure'] as const).map((kind) => toPostlinkSchema(kind, plainly)),
  },
})

const head = (name: string, description: string): JsonSchema => ({
  $schema: dialect,
  $id: `urn:epay-sandbox:${kebab(name)}`,
  title: name,
  description,
  ...(printedMessages[name] ? { examples: printedMessages[name] } : {}),
})

const ofMessage = (name: string, { schema, about }: Message): JsonSchema => {
  const message = schema as AnySchema
  const isPayment = name === 'PaymentObject'
  const body = isWritten(message) ? toAccepting(message, { nullIsEmpty: isPayment }) : plainly(message)
  return { ...head(name, about), ...body, ...(isPayment ? paymentRules(body) : {}) }
}

const ofPostlink = (kind: PostlinkKind): JsonSchema => {
  const { title, description, ...body } = toPostlinkSchema(kind, plainly)
  return { ...head(String(title), String(description)), ...body }
}

/** What a shop writes is open, and read with leniency; what the sandbox answers is closed inside. */
const isWritten = ({ type, additionalProperties }: AnySchema) =>
  type === 'object' && additionalProperties !== false

const plainly = (schema: AnySchema): JsonSchema => withoutOwnWords(toJsonSchema(schema))
