import { MatchersV3 } from '@pact-foundation/pact'
import type { TSchema } from 'typebox'
import { validatorOf } from '../../contracts/reader.ts'

type Node = TSchema & {
  type?: string
  pattern?: string
  const?: unknown
  enum?: string[]
  anyOf?: Node[]
  items?: Node
  properties?: Record<string, Node>
  additionalProperties?: unknown
}

const { boolean, eachLike, integer, like, number, regex } = MatchersV3

const branchOf = (schema: Node, value: unknown): Node =>
  schema.anyOf ? branchOf(schema.anyOf.find((one) => validatorOf(one)(value)) ?? {}, value) : schema

const byType: Record<string, (value: never) => unknown> = {
  integer: (value: number) => integer(value),
  number: (value: number) => number(value),
  boolean: (value: boolean) => boolean(value),
  string: (value: string) => like(value),
}

/**
 * What a merchant may rely on in an answer: by the schema its shape, by `exact` the values that mean something.
 * The example is what the sandbox really answered.
 */
export const expectationOf = (schema: TSchema, value: unknown, exact: string[], path = ''): unknown => {
  const node = branchOf(schema, value)
  if (exact.includes(path) || value === null || 'const' in node) return value
  if (node.enum) return regex(`^(${node.enum.join('|')})$`, value as string)
  if (node.items) return eachLike(expectationOf(node.items, (value as unknown[])[0], exact, `${path}[]`))
  if (node.type === 'object') {
    const { properties = {} } = node
    const fields = Object.entries(value as object).map(([name, field]) => {
      const schema = properties[name] ?? (node.additionalProperties === true ? {} : undefined)
      if (!schema) throw new Error(`the answer has ${path}.${name}, which is not in its schema`)
      return [name, expectationOf(schema, field, exact, path === '' ? name : `${path}.${name}`)]
    })
    return Object.fromEntries(fields)
  }
  if (node.pattern !== undefined) return regex(node.pattern, value as string)
  return byType[node.type ?? '']?.(value as never) ?? like(value)
}
