import type { JsonSchema } from './json-schemas.ts'

/** Only standard keywords stay; what a field expects becomes a comment. */
export const withoutOwnWords = (schema: JsonSchema): JsonSchema => {
  const kept = Object.entries(schema).filter(([keyword]) => !keyword.startsWith('x-') && keyword !== 'format')
  const said = kept.map(([keyword, value]) => [keyword, inner(keyword, value)])
  const expected = schema['x-expected']
  return { ...Object.fromEntries(said), ...(expected ? { $comment: `Expected: ${expected}.` } : {}) }
}

const inner = (keyword: string, value: unknown): unknown => {
  if (isSchemaMap(keyword)) {
    return Object.fromEntries(
      Object.entries(value as Record<string, JsonSchema>).map(([name, field]) => [
        name,
        withoutOwnWords(field),
      ]),
    )
  }
  if (keyword === 'items') return withoutOwnWords(value as JsonSchema)
  return keyword === 'anyOf' ? (value as JsonSchema[]).map(withoutOwnWords) : value
}

const isSchemaMap = (keyword: string) => keyword === 'properties' || keyword === 'patternProperties'
