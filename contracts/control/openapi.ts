import type { TSchema } from 'typebox'
import { type AnySchema, fieldsOf } from '../fields.ts'
import { type JsonSchema, type Refer, toJsonSchema } from '../json-schemas.ts'
import { type ControlCall, controlTags } from './call.ts'
import { controlCalls, pathOfCall } from './calls.ts'
import { componentNameOf, components } from './components.ts'
import type { ControlExample, ControlExamples } from './example.ts'

interface Given {
  version: string
  /** Where the sandbox answers, without a path. */
  base: string
  examples: ControlExamples
}

const about = `What a developer, a test or the dashboard asks of epay-sandbox itself: not a part of the bank.

**Workspaces.** Every path also answers under /w/{workspace}: an isolated world with payments, clock and rules of its
own. Choose the second server for one.

**Who may ask.** On loopback programs need no token, and pages of other sites are refused. Bound to another address,
every call needs the control token as Bearer; health and ready tell strangers the status alone.

**Refusals** are problem documents (RFC 9457) with a list of what was got, what was expected, and how to fix it.

**Lists** have limit and after; next is what after takes for the page that follows, or null.`

const token = {
  type: 'http',
  scheme: 'bearer',
  description: 'The control token: printed at start, or set with --token. Not needed on loopback.',
}

/** The control API as OpenAPI 3.1: a reading of the same schemas that check its bodies. */
export const toControlOpenApi = ({ version, base, examples }: Given) => ({
  openapi: '3.1.1',
  info: {
    title: 'epay-sandbox control API',
    version,
    summary: 'Steer the sandbox and read what happened',
    description: about,
    contact: { name: 'epay-sandbox, documentation of a running sandbox', url: `${base}/_sandbox/docs` },
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  servers: [
    { url: base, description: 'The default workspace' },
    {
      url: `${base}/w/{workspace}`,
      description: 'Another workspace',
      variables: { workspace: { default: 'blue', description: 'Made at its first use' } },
    },
  ],
  security: [{}, { controlToken: [] }],
  tags: Object.entries(controlTags).map(([name, description]) => ({ name, description })),
  paths: pathsOf(examples),
  components: {
    securitySchemes: { controlToken: token },
    schemas: Object.fromEntries(
      Object.entries(components).map(([name, schema]) => [
        name,
        { title: name, ...toJsonSchema(schema, refer) },
      ]),
    ),
  },
})

const refer: Refer = (schema) => {
  const name = componentNameOf(schema)
  return name && `#/components/schemas/${name}`
}

const schemaOf = (schema: TSchema): JsonSchema => {
  const $ref = refer(schema)
  return $ref ? { $ref } : toJsonSchema(schema, refer)
}

const braced = (path: string) => path.replace(/:(\w+)/g, '{$1}')

const pathsOf = (examples: ControlExamples) => {
  const paths: Record<string, Record<string, object>> = {}
  for (const call of controlCalls) {
    const at = braced(pathOfCall(call))
    paths[at] = { ...paths[at], [call.method.toLowerCase()]: operationOf(call, examples) }
  }
  return paths
}

const operationOf = (call: ControlCall, examples: ControlExamples) => {
  const shown = examples[call.name] ?? []
  const parameters = [...inPath(call, shown), ...inQuery(call)]
  return {
    tags: [call.tag],
    operationId: call.name,
    summary: call.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(call.body ? { requestBody: bodyOf(call, call.body, shown) } : {}),
    responses: responsesOf(call, shown),
  }
}

const inPath = ({ path }: ControlCall, shown: ControlExample[]) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    example: shown[0]?.parameters[name],
  }))

const inQuery = ({ query }: ControlCall) =>
  query
    ? fieldsOf(query).map(({ path: name, schema, required }) => ({
        ...{ name, in: 'query', required },
        ...{ description: (schema as AnySchema).expected, schema: toJsonSchema(schema) },
      }))
    : []

/** A journal is a line an entry; everything else is JSON. */
const mediaOf = (schema: TSchema, { name }: ControlCall): string => {
  if ((schema as AnySchema).type !== 'string') return 'application/json'
  return wordTypes[name] ?? 'text/plain'
}

const wordTypes: Record<string, string> = {
  getJournal: 'application/x-ndjson',
  importJournal: 'application/x-ndjson',
  getReference: 'text/html',
  getControlReference: 'text/html',
}

const named = (shown: ControlExample[], value: (one: ControlExample) => unknown) => {
  const given = shown.filter((one) => value(one) !== undefined)
  if (given.length === 0) return {}
  return {
    examples: Object.fromEntries(
      given.map((one, i) => [`example${i + 1}`, { summary: one.summary, value: value(one) }]),
    ),
  }
}

const bodyOf = (call: ControlCall, body: TSchema, shown: ControlExample[]) => ({
  required: !call.bodyOptional,
  content: { [mediaOf(body, call)]: { schema: schemaOf(body), ...named(shown, ({ body }) => body) } },
})

const refusals: Record<number, string> = {
  400: 'The request is wrong: the violations say where',
  404: 'There is none of that name',
  409: 'Not as things stand',
  413: 'Too large',
  422: 'The story could not be played to its end',
  503: 'Not now',
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const answerOf = (call: ControlCall, shown: ControlExample[]) => {
  const { answer, forms = {}, summary } = call
  if (!answer) return { description: 'Done' }
  const others = Object.entries(forms).map(([type, description]) => [
    type,
    { schema: { type: 'string', description } },
  ])
  const own = { schema: schemaOf(answer), ...named(shown, ({ answer }) => answer) }
  return {
    description: summary,
    content: { [mediaOf(answer, call)]: own, ...Object.fromEntries(others) },
  }
}

const responsesOf = (call: ControlCall, shown: ControlExample[]) => {
  const refused = (call.refuses ?? []).map((status) => [status, problem(refusals[status] ?? 'Refused')])
  return {
    [call.status]: answerOf(call, shown),
    ...Object.fromEntries(refused),
    '4XX': problem('The token is missing or wrong, or the page of another site asked'),
    '5XX': problem('Something broke: the answer says what'),
  }
}
