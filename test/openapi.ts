import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { pathOf, toOpenApi } from '../contracts/openapi.ts'
import { operations, type Operation as Row } from '../contracts/operations.ts'
import story from '../contracts/published/examples.json' with { type: 'json' }
import type { Story } from '../contracts/recorded.ts'

/** The OpenAPI document read back by means of its own: no schema of ours, no reader of ours. */

export interface Schema {
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  'x-provenance'?: unknown
}

interface Media {
  schema: object
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
interface Operation {
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content?: Record<string, Media> }>
}
interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { requestBodies: Record<string, { content: Record<string, Media> }> }
}

interface Placed {
  where: string
  schema: object
  value: unknown
}

const examplesOf = (where: string, { requestBody, responses }: Operation): Placed[] => {
  const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)]
  return contents
    .flatMap((content) => Object.entries(content ?? {}))
    .flatMap(([type, { schema, examples = {} }]) =>
      Object.entries(examples).map(([name, { value }]) => ({
        where: `${where} ${type} ${name}`,
        schema,
        value,
      })),
    )
}

/** An answer on the wire. */
export interface Answered {
  method: string
  /** As the table writes it: `/operation/:id/charge`. */
  path: string
  status: number
  contentType: string
  body: string
}

const contentFor = ({ responses }: Operation, status: number) =>
  responses[status] ?? responses[`${Math.floor(status / 100)}XX`]

const parsed = (body: string, type: string): unknown =>
  type === 'application/json' ? JSON.parse(body) : body

/** What is published is open, so that a shop survives a new field; what the sandbox itself says has none. */
export const closed = <T>(node: T): T => {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map(closed) as T
  const { properties } = node as Schema
  const isOpen = properties && !('additionalProperties' in node) && typeof properties === 'object'
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]))
  return { ...inner, ...(isOpen ? { additionalProperties: false } : {}) } as T
}

export const openContract = () => {
  const document = toOpenApi({
    version: '0',
    base: 'http://127.0.0.1:3729',
    story: story as unknown as Story,
  }) as unknown as Document
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addSchema({ $id: 'contract', ...closed(document) })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (schema: object | string): ValidateFunction => {
    const text =
      typeof schema === 'string' ? `{"$ref":"#/components/schemas/${schema}"}` : JSON.stringify(schema)
    const whole = closed(JSON.parse(text.replaceAll('"#/', '"contract#/')))
    const validate = compiled.get(text) ?? ajv.compile(whole)
    compiled.set(text, validate)
    return validate
  }

  /** Nothing when the value keeps the schema: a name of components/schemas, or the schema itself. */
  const breaches = (schema: object | string, value: unknown): string[] => {
    const validate = validatorOf(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`,
    )
  }

  const answerBreaches = ({ method, path, status, contentType, body }: Answered): string[] => {
    const row = Object.values(operations as Record<string, Row>).find(({ paths }) => paths.includes(path))
    const operation = row && document.paths[pathOf(row)]?.[method.toLowerCase()]
    if (!operation) return ['an operation the contract does not have']
    // What the contract says of a 5XX is for shops; here it means that something broke.
    if (status >= 500) return [`status ${status} is no answer of the contract`]
    const response = contentFor(operation, status)
    if (!response) return [`status ${status} is not in the contract`]
    if (!response.content) return body === '' ? [] : [`a body where there is none: ${body.slice(0, 80)}`]
    const type = contentType.split(';')[0] ?? ''
    const media = response.content[type]
    if (!media) return [`content type "${contentType}" is not in the contract`]
    return breaches(media.schema, parsed(body, type))
  }

  const examples = (): Placed[] => [
    ...Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => method === 'get' || method === 'post')
        .flatMap(([method, operation]) => examplesOf(`${method} ${path}`, operation)),
    ),
    ...Object.entries(document.components.requestBodies).flatMap(([name, requestBody]) =>
      examplesOf(name, { requestBody, responses: {} }),
    ),
  ]

  return { document, breaches, answerBreaches, examples }
}

export type Contract = ReturnType<typeof openContract>
