import type { TObject } from 'typebox'
import { Page } from './confirmation.ts'
import { type AnySchema, fieldsOf } from './fields.ts'
import { type JsonSchema, type Refer, toJsonSchema } from './json-schemas.ts'
import { messageNameOf, messages } from './messages.ts'
import { EmptyAnswer } from './operation.ts'
import { type Example, operationExamples } from './operation-examples.ts'
import { type Operation, type OperationId, operations, pathParams } from './operations.ts'
import type { Provenance } from './provenance.ts'
import { readerOf } from './reader.ts'
import { refusals } from './refusal.ts'
import { Type } from './schema.ts'
import { sources } from './sources.ts'
import { postlinkSchemas, toWebhooks } from './webhooks.ts'

export type OpenApi = Record<string, unknown>

export interface Server {
  url: string
  description: string
}

/** The whole contract as OpenAPI 3.1: a pure reading of the table. */
export const toOpenApi = ({ version, servers }: { version: string; servers: Server[] }): OpenApi => ({
  openapi: '3.1.1',
  info: {
    title: 'Halyk ePay, as epay-sandbox emulates it',
    version,
    summary: 'What a shop and the bank say to each other',
    description: [
      'Generated from contracts/operations.ts.',
      '`x-provenance` tells how well each field is known, by keys of `x-sources`.',
    ].join(' '),
    license: { name: 'MIT', identifier: 'MIT' },
  },
  'x-sources': sources,
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  servers,
  paths: toPaths(),
  webhooks: toWebhooks(),
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: 'The access_token of POST oauth2/token; good for one payment.',
      },
    },
    schemas: { ...toComponents(), ...postlinkSchemas() },
  },
})

const refer: Refer = (schema) => {
  const name = messageNameOf(schema)
  return name && `#/components/schemas/${name}`
}

const said = (schema: object): JsonSchema => {
  const $ref = refer(schema)
  return $ref ? { $ref } : toJsonSchema(schema as AnySchema, refer)
}

const toComponents = () =>
  Object.fromEntries(
    Object.entries(messages).map(([name, { schema, about }]) => [
      name,
      { title: name, description: about, ...toJsonSchema(schema, refer) },
    ]),
  )

/** The same operation at each of its paths; the first one is the newer hosts'. */
const toPaths = () => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [id, row] of Object.entries(operations) as [OperationId, Operation][]) {
    row.paths.forEach((path, i) => {
      const at = path.replace(/:(\w+)/g, '{$1}')
      const operationId = i === 0 ? id : `${id}_${i + 1}`
      paths[at] = { ...paths[at], [row.method.toLowerCase()]: { operationId, ...toOperation(id, row) } }
    })
  }
  return paths
}

const toOperation = (id: OperationId, row: Operation) => ({
  summary: row.summary,
  security: row.auth === 'bearer' ? [{ bearer: [] }] : [],
  parameters: [...pathParameters(row), ...queryParameters(row.query)],
  ...(row.body ? { requestBody: toRequestBody(id, row.body) } : {}),
  responses: toResponses(id, row),
  'x-provenance': row.provenance satisfies Provenance,
})

const parameter = (place: 'path' | 'query', name: string, schema: AnySchema, required: boolean) => {
  const { description, provenance, ...rest } = schema
  const notes = { ...(description ? { description } : {}), 'x-provenance': provenance }
  return { name, in: place, required, ...notes, schema: toJsonSchema(rest) }
}

const pathParameters = ({ paths }: Operation) =>
  [...(paths[0] ?? '').matchAll(/:(\w+)/g)].map(([, name = '']) =>
    parameter('path', name, pathParams[name] ?? Type.String(), true),
  )

const queryParameters = (query: TObject | undefined) =>
  query ? fieldsOf(query).map(({ path, schema, required }) => parameter('query', path, schema, required)) : []

const forms = ['multipart/form-data', 'application/x-www-form-urlencoded']

/** Forms carry flat messages only. The token's own document says form-data, all the others JSON. */
const bodyTypes = (id: OperationId, body: TObject): string[] => {
  const isFlat = fieldsOf(body).every(({ schema }) => schema.type !== 'object')
  if (!isFlat) return ['application/json']
  return id === 'token' ? [...forms, 'application/json'] : ['application/json', ...forms]
}

const asRead = (body: TObject, examples: Record<string, Example>) =>
  Object.fromEntries(
    Object.entries(examples).map(([name, { summary, value }]) => [
      name,
      { summary, value: readerOf(body)(value).value },
    ]),
  )

const withExamples = (examples: Record<string, unknown> | undefined) => (examples ? { examples } : {})

const toRequestBody = (id: OperationId, body: TObject) => {
  const given = operationExamples[id]?.request
  const media = { schema: said(body), ...withExamples(given && asRead(body, given)) }
  return {
    required: (body.required ?? []).length > 0,
    content: Object.fromEntries(bodyTypes(id, body).map((type) => [type, media])),
  }
}

const answerContent = (id: OperationId, { answer }: Operation) => {
  if (answer === EmptyAnswer) return {}
  const plain = answer === Page ? 'text/html' : 'text/plain'
  const type = (answer as AnySchema).type === 'string' ? plain : 'application/json'
  const media = { schema: said(answer), ...withExamples(operationExamples[id]?.answer) }
  return { content: { [type]: media } }
}

const html = { 'text/html': { schema: { type: 'string' } } }

const toRedirect = (leadsTo: string) => ({
  303: {
    description: `To ${leadsTo}`,
    headers: { Location: { required: true, schema: { type: 'string' } } },
  },
})

/** Not every browser is redirected: some end at a page of the bank. */
const toSuccess = (id: OperationId, row: Operation): Record<string, object> => ({
  ...(row.leadsTo ? toRedirect(row.leadsTo) : {}),
  ...(row.leadsTo && row.answer === EmptyAnswer
    ? {}
    : { 200: { description: row.summary, ...answerContent(id, row) } }),
})

const formRefusal = ({ body, query }: Operation) => (body || query ? ['request unreadable' as const] : [])

/** Which refusals come with which status: their words are the description. */
const toResponses = (id: OperationId, row: Operation) => {
  const names = [...formRefusal(row), ...row.refusals]
  const content = (examples?: object) => ({
    content: { 'application/json': { schema: said(row.refusal), ...examples }, ...(row.leadsTo ? html : {}) },
  })
  const responses = toSuccess(id, row)
  for (const status of new Set(names.map((name) => refusals[name].status))) {
    const told = names.filter((name) => refusals[name].status === status)
    const description = told.map((name) => `${refusals[name].message}: ${refusals[name].mend}`).join('\n')
    const examples = status === 400 ? withExamples(operationExamples[id]?.refusal) : {}
    responses[status] = { description, ...content(examples) }
  }
  return {
    ...responses,
    '4XX': { description: 'A declined payment, or a request that cannot be read.', ...content() },
  }
}
