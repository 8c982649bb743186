import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import type { TObject, TSchema } from 'typebox'
import { toJsonSchema } from '../../contracts/json-schemas.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { withoutOwnWords } from '../../contracts/standard-words.ts'

/**
 * A schema of ours as the SDK takes schemas: told in standard keywords, and checked by our own reader, whose words say
 * what it got and what was expected.
 */
export const toStandard = (schema: TObject): StandardSchemaWithJSON<Record<string, unknown>> => {
  const json = { ...withoutOwnWords(toJsonSchema(schema as TSchema)), additionalProperties: false }
  const validate = (value: unknown) => {
    const violations = violationsOf(schema, value ?? {})
    if (violations.length === 0) return { value: (value ?? {}) as Record<string, unknown> }
    return {
      issues: violations.map(({ where, got, expected }) => ({
        message: `${where}: got ${got}, expected ${expected}`,
      })),
    }
  }
  const jsonSchema = { input: () => json, output: () => json }
  return { '~standard': { version: 1, vendor: 'epay-sandbox', validate, jsonSchema } }
}
