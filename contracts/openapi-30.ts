import type { OpenApi } from './openapi.ts'

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same document for tools that speak OpenAPI 3.0: what 3.1 says by JSON Schema, said by the older keywords. */
export const toOpenApi30 = ({ webhooks, jsonSchemaDialect, ...document }: OpenApi): OpenApi => {
  const { summary, ...info } = document.info as Node
  return { ...(older(document) as Node), openapi: '3.0.3', info, 'x-webhooks': older(webhooks) }
}

/** Names of users' own things: not keywords, whatever they are called. */
const named = new Set([
  'properties',
  'examples',
  'schemas',
  'paths',
  'callbacks',
  'responses',
  'headers',
  'links',
])

const older = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(older)
  if (!isNode(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => Object.entries(say(key, part))))
}

const say = (key: string, part: unknown): Node => {
  if (key === 'value' || key === 'example' || key.startsWith('x-')) return { [key]: part }
  if (named.has(key) && isNode(part)) {
    return { [key]: Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, older(inner)])) }
  }
  return keywords[key]?.(part) ?? { [key]: older(part) }
}

const keywords: Record<string, (part: unknown) => Node> = {
  contentMediaType: () => ({}),
  contentSchema: () => ({}),
  const: (part) => ({ enum: [part] }),
  patternProperties: (part) => ({ additionalProperties: older(Object.values(part as Node)[0]) }),
  // The only null of 3.0: an object that may be null and nothing else.
  type: (part) => (part === 'null' ? { type: 'object', nullable: true, enum: [null] } : { type: part }),
}
