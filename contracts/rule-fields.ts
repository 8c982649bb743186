import type { TSchema } from 'typebox'
import { Rule } from './rule.ts'

/** How a field of a rule is given: a switch, a number, text, one of a list of words, several words, or JSON. */
export type RuleFieldKind = 'switch' | 'number' | 'text' | 'choice' | 'list' | 'json'

/**
 * One thing that a rule can say. The command line, the dashboard's form and the words that describe a rule are
 * made from these rows, so a new field of rule.ts shows up in all three.
 */
export interface RuleField {
  /** Its place in the rule, such as `then.postlink.copies`. */
  path: string
  kind: RuleFieldKind
  /** The words it knows, where it knows a few only. */
  choices?: string[]
  /** What it does, in one phrase. */
  about: string
}

interface Schema extends TSchema {
  type?: string
  enum?: string[]
  properties?: Record<string, Schema>
  description?: string
  expected?: string
}

const kindOf = ({ type, enum: choices }: Schema): RuleFieldKind => {
  if (choices) return 'choice'
  if (type === 'boolean') return 'switch'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'string') return 'text'
  return type === 'array' ? 'list' : 'json'
}

const phraseOf = ({ description, expected = '' }: Schema) => {
  const words = (description ?? expected).replace(/\.$/, '')
  return /^[A-Z][a-z']*,? /.test(words) ? words[0]?.toLowerCase() + words.slice(1) : words
}

const fieldsOf = (schema: Schema, path: string[]): RuleField[] =>
  schema.properties
    ? Object.entries(schema.properties).flatMap(([name, field]) => fieldsOf(field, [...path, name]))
    : [
        {
          path: path.join('.'),
          kind: kindOf(schema),
          ...(schema.enum ? { choices: schema.enum } : {}),
          about: phraseOf(schema),
        },
      ]

/** Every field of a rule, in the order of rule.ts. */
export const ruleFields: RuleField[] = fieldsOf(Rule as Schema, [])
