import type { TObject } from 'typebox'
import { type AnySchema, fieldsOf } from './fields.ts'
import { type JsonSchema, type Refer, toJsonSchema } from './json-schemas.ts'
import { messageNameOf, messages } from './messages.ts'
import { linksAfter } from './openapi-links.ts'
import { toResponses } from './openapi-responses.ts'
import { securityOf, securitySchemes } from './openapi-security.ts'
import { operationExamples } from './operation-examples.ts'
import { operationWords, tags } from './operation-words.ts'
import { type Operation, type OperationId, operations } from './operations.ts'
import { pagePaths } from './page-paths.ts'
import { pathParams } from './path-params.ts'
import type { Provenance } from './provenance.ts'
import { readerOf } from './reader.ts'
import { callsOf, firstOf, type Story } from './recorded.ts'
import { Type } from './schema.ts'
import { sources } from './sources.ts'
import { postlinkBodies, postlinkSchemas, toCallbacks, toWebhooks } from './webhooks.ts'

export type OpenApi = Record<string, unknown>

interface Given {
  version: string
  /** Where the sandbox answers, without a path. */
  base: string
  /** What the examples were recorded from. */
  story: Story
}

const about = `How a shop and Halyk ePay speak to each other, as epay-sandbox emulates it. Not a document of the bank.

**Tokens.** Every call needs one of createToken. A payment token names its order (invoiceID), amount, currency and
terminal, and pays once; a token without an order asks for the status, refunds, and lists saved cards.

**3-D Secure.** A payment may answer secure3D. Post its PaReq and MD, with a TermUrl, from the browser to its action;
the issuer's page leads to confirm3DSecure. What became of it tells the status.

**Postlinks.** The outcome is posted to postLink or failurePostLink (webhooks and callbacks of this document), possibly
more than once and possibly late. Nobody signs it: compare secret_hash, then ask for the status.

**When the outcome is unclear** (5XX, or no answer), the payment may have gone through: ask for the status first.

**Leniency.** Names are read in any letter case, text is read for numbers, unknown fields are tolerated. This document
says what to write; the sandbox tells as findings what it let pass.

**Dialects.** Where the bank's documents and the wire differ, a quirk chooses: expires_in is a number in the documents
and text on the wire. x-provenance tells how well each field is known, by keys of x-sources.`

/** The whole contract as OpenAPI 3.1: a pure reading of the table. */
export const toOpenApi = ({ version, base, story }: Given): OpenApi => ({
  openapi: '3.1.1',
  info: {
    title: 'Halyk ePay, as epay-sandbox emulates it',
    version,
    summary: 'What a shop and the bank say to each other',
    description: about,
    contact: { name: 'epay-sandbox, documentation of a running sandbox', url: `${base}/_sandbox/docs` },
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  servers: [
    { url: base, description: 'Paths without /api, as on the newer hosts' },
    { url: `${base}/api`, description: 'The same under /api, as on the older hosts' },
  ],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  paths: { ...toPaths(base, story), ...onRoot(base) },
  webhooks: toWebhooks(),
  components: {
    securitySchemes,
    requestBodies: postlinkBodies(story),
    schemas: { ...toComponents(), ...postlinkSchemas() },
  },
  'x-sources': sources,
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

const braced = (path: string) => path.replace(/:(\w+)/g, '{$1}')

/** The one path a document shows: as the newer hosts have it. */
export const pathOf = ({ paths }: Operation): string => {
  const [first = ''] = paths.filter((path) => !path.startsWith('/api/') && !path.startsWith('/epay2/'))
  return braced(first)
}

const toPaths = (base: string, story: Story) => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [id, row] of Object.entries(operations) as [OperationId, Operation][]) {
    const at = pathOf(row)
    paths[at] = { ...paths[at], [row.method.toLowerCase()]: toOperation(id, row, { base, story }) }
  }
  return paths
}

const rootOnly = (base: string) => [{ url: base, description: 'Not under /api' }]

const onRoot = (base: string) =>
  Object.fromEntries(
    Object.entries(pagePaths).map(([path, item]) => [path, { ...item, servers: rootOnly(base) }]),
  )

const tokenServers = (base: string) => [
  { url: base, description: 'As on the newer hosts' },
  { url: `${base}/epay2`, description: 'As on the older test host' },
]

const toOperation = (id: OperationId, row: Operation, { base, story }: { base: string; story: Story }) => {
  const { name, tag } = operationWords[id]
  const others = row.paths.map(braced).filter((path) => path !== pathOf(row) && path !== `/api${pathOf(row)}`)
  const fields = row.body ? fieldsOf(row.body).map(({ path }) => path) : []
  const parameters = [
    ...pathParameters(id, row, story),
    ...queryParameters(id, row.query, story),
    ...headerParameters(row.headers),
  ]
  return {
    tags: [tag],
    operationId: name,
    summary: row.summary,
    ...(id === 'token' ? { servers: tokenServers(base) } : {}),
    security: securityOf(row),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(row.body ? { requestBody: toRequestBody(id, row.body, story) } : {}),
    responses: toResponses({ id, row, story, said, links: linksAfter[id] }),
    ...(id === 'token' ? {} : toCallbacks(name, fields)),
    ...(others.length > 0 ? { 'x-other-paths': others } : {}),
    'x-provenance': row.provenance satisfies Provenance,
  }
}

const exampleOf = (id: OperationId, name: string, story: Story) =>
  callsOf(story, id).find(({ parameters }) => parameters[name] !== undefined)?.parameters[name]

interface Placed {
  place: 'path' | 'query' | 'header'
  name: string
  schema: AnySchema
  required: boolean
  example: unknown
}

const parameter = ({ place, name, schema, required, example }: Placed) => {
  const { description, provenance, ...rest } = schema
  const shown = example === undefined ? {} : { example }
  const notes = { ...(description ? { description } : {}), ...shown, 'x-provenance': provenance }
  return { name, in: place, required, ...notes, schema: toJsonSchema(rest as AnySchema) }
}

const pathParameters = (id: OperationId, row: Operation, story: Story) =>
  [...pathOf(row).matchAll(/\{(\w+)\}/g)].map(([, name = '']) =>
    parameter({
      place: 'path',
      name,
      schema: (pathParams[name] ?? Type.String()) as AnySchema,
      required: true,
      example: exampleOf(id, name, story),
    }),
  )

/** A body says the same as the query of an operation: its example serves both. */
const inRequests = (id: OperationId, name: string, story: Story): unknown =>
  callsOf(story, id)
    .map(({ request }) => (request as Record<string, unknown> | undefined)?.[name])
    .find((value) => value !== undefined)

const printedQuery: Record<string, unknown> = {
  Access: 'DCEB8O_ZM5U7SO_T_U5EJQ',
  isShortForm: 'true',
  amount: 300,
}

const queryParameters = (id: OperationId, query: TObject | undefined, story: Story) =>
  query
    ? fieldsOf(query).map(({ path, schema, required }) =>
        parameter({
          place: 'query',
          name: path,
          schema,
          required,
          example:
            exampleOf(id, path, story) ?? inRequests(id, path, story) ?? printedQuery[path] ?? 'refund-1',
        }),
      )
    : []

const headerParameters = (headers: TObject | undefined) =>
  headers
    ? fieldsOf(headers).map(({ path, schema, required }) =>
        parameter({ place: 'header', name: path, schema, required, example: 'Bearer of-the-buyer' }),
      )
    : []

const forms = ['multipart/form-data', 'application/x-www-form-urlencoded']

/** Forms carry flat messages only. The token's own document says form-data, all the others JSON. */
const bodyTypes = (id: OperationId, body: TObject): string[] => {
  const isFlat = fieldsOf(body).every(({ schema }) => schema.type !== 'object')
  if (!isFlat) return ['application/json']
  return id === 'token' ? [...forms.toReversed(), 'application/json'] : ['application/json', ...forms]
}

const requestExamples = (id: OperationId, body: TObject, story: Story) => {
  const right = callsOf(story, id).filter(({ status, request }) => request && status < 400)
  const any = callsOf(story, id).filter(({ request }) => request)
  const recorded = firstOf(right.length > 0 ? right : any, ({ name }) => name)
  const printed = Object.entries(operationExamples[id]?.request ?? {})
  return Object.fromEntries([
    ...recorded.map(({ name, summary, request }) => [
      name,
      { summary, value: readerOf(body)(request).value },
    ]),
    ...printed.map(([name, { summary, value }]) => [name, { summary, value: readerOf(body)(value).value }]),
  ])
}

const toRequestBody = (id: OperationId, body: TObject, story: Story) => {
  const media = { schema: said(body), examples: requestExamples(id, body, story) }
  return {
    required: (body.required ?? []).length > 0,
    content: Object.fromEntries(bodyTypes(id, body).map((type) => [type, media])),
  }
}
