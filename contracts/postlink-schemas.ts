import type { AnySchema } from './fields.ts'
import type { JsonSchema } from './json-schemas.ts'
import { Postlink2020, Postlink2025 } from './postlink.ts'

export type PostlinkKind = 'success' | 'failure'

const forms = [Postlink2025, Postlink2020] as AnySchema[]

/** A field that one form alone has, or that is optional in one, is optional. */
const inBothForms = (forms[0]?.required ?? []).filter((name) => forms[1]?.required?.includes(name))

const fields = { ...Postlink2020.properties, ...Postlink2025.properties } as unknown as Record<
  string,
  AnySchema
>

/** What tells the two kinds apart, whatever the form. */
const outcomes: Record<
  PostlinkKind,
  { fields: Record<string, JsonSchema>; required: string[]; about: string }
> = {
  success: {
    fields: { code: { const: 'ok' }, reasonCode: { const: 0 } },
    required: ['cardId'],
    about: 'The payment went through. A held payment says so too: ask the status for AUTH or CHARGE.',
  },
  failure: {
    fields: { code: { const: 'error' }, reasonCode: { not: { const: 0 } } },
    required: [],
    about: 'The payment failed; reasonCode says why.',
  },
}

/** One flat object a kind: generators make a usable type of it, and validators need no branch. */
export const toPostlinkSchema = (kind: PostlinkKind, say: (field: AnySchema) => JsonSchema): JsonSchema => {
  const { fields: outcomeFields, required, about } = outcomes[kind]
  const properties = Object.entries(fields).map(([name, field]) => {
    const { anyOf, ...said } = say(field) as { anyOf?: { type: string }[] }
    return [
      name,
      outcomeFields[name] ? { type: anyOf?.[0]?.type, ...said, ...outcomeFields[name] } : say(field),
    ]
  })
  return {
    title: kind === 'success' ? 'SuccessPostlink' : 'FailurePostlink',
    description: about,
    type: 'object',
    properties: Object.fromEntries(properties),
    required: [...inBothForms, ...required],
    // In an allOf: beside properties, generators would make "this, or anything" of it.
    allOf: [{ anyOf: [{ required: ['accountId'] }, { required: ['acountId'] }] }],
  }
}

export const postlinkAbout =
  'What the bank posts to postLink or failurePostLink, in either form, told apart by code. More fields may come.'
