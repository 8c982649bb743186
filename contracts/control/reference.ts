import type { TSchema } from 'typebox'
import { type AnySchema, fieldsOf } from '../fields.ts'
import type { Block, Cell } from '../reference-block.ts'
import { typeOf } from '../type-words.ts'
import { type ControlCall, type ControlTag, controlTags } from './call.ts'
import { controlCalls, pathOfCall } from './calls.ts'
import { componentNameOf, components } from './components.ts'
import type { ControlExamples } from './example.ts'

/** The control API for people to read: blocks of the same page that shows the contract of the bank. */
export const toControlReference = (examples: ControlExamples): Block[] => [
  { heading: 'Control API', level: 1 },
  {
    text: 'What a test or the dashboard asks of the sandbox itself. Every path answers under /w/<name>/ too.',
  },
  { text: 'As OpenAPI 3.1, for typed clients: GET /_sandbox/control/openapi.json.' },
  ...(Object.keys(controlTags) as ControlTag[]).flatMap((tag) => tagBlocks(tag, examples)),
  { heading: 'Things', level: 2 },
  { text: 'What calls ask with and answer with.' },
  ...Object.entries(components).flatMap(([name, schema]) => thingBlocks(name, schema)),
]

const tagBlocks = (tag: ControlTag, examples: ControlExamples): Block[] => [
  { heading: `${tag[0]?.toUpperCase()}${tag.slice(1)}`, level: 2 },
  { text: `${controlTags[tag]}.` },
  ...controlCalls.filter((call) => call.tag === tag).flatMap((call) => callBlocks(call, examples)),
]

const callBlocks = (call: ControlCall, examples: ControlExamples): Block[] => [
  { heading: `${call.method} ${pathOfCall(call)}`, level: 3 },
  { text: `${call.summary}.` },
  { columns: ['Part', 'What', 'Expected'], rows: partsOf(call) },
  ...exampleBlocks(call, examples),
]

/** A schema that has a name is described once, under it. */
const saidOf = (schema: TSchema): string => componentNameOf(schema) ?? fieldsSaid(schema)

const isNamed = (schema: object) => componentNameOf(schema) !== undefined

const fieldsSaid = (schema: TSchema): string => {
  const fields = fieldsOf(schema, '', isNamed)
    .filter(({ path }) => !path.includes('.'))
    .map(({ path, schema: field }) => `${path}: ${nameOf(field)}`)
  return fields.length > 0 ? fields.join('\n') : typeOf(schema as AnySchema)
}

const nameOf = (schema: AnySchema): string => {
  const named = componentNameOf(schema)
  if (named) return named
  if (schema.items) return `list of ${nameOf(schema.items)}`
  if (schema.anyOf) return schema.anyOf.map(nameOf).join(' or ')
  return typeOf(schema)
}

const partsOf = (call: ControlCall): Cell[][] => [
  ...[...call.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, 'in the path', '']),
  ...(call.query ? fieldsOf(call.query) : []).map(({ path, schema }) => [
    path,
    'in the query',
    schema.expected ?? '',
  ]),
  ...(call.body ? [['body', saidOf(call.body), (call.body as AnySchema).expected ?? '']] : []),
  [String(call.status), call.answer ? saidOf(call.answer) : 'no body', ''],
  ...Object.entries(call.forms ?? {}).map(([type, what]) => [String(call.status), type, what]),
  ...(call.refuses ?? []).map((status) => [String(status), 'Problem', '']),
]

const json = (value: unknown) => JSON.stringify(value, null, 2)

const exampleBlocks = (call: ControlCall, examples: ControlExamples): Block[] => {
  const shown = examples[call.name] ?? []
  if (shown.length === 0) return []
  const exchanges = shown.map(({ summary, parameters, body, answer }) => {
    const at = pathOfCall(call).replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? name)
    const request = [`${call.method} ${at}`, ...(body === undefined ? [] : [json(body)])].join('\n\n')
    const said = answer === undefined ? '' : `\n\n${json(answer)}`
    return { summary, request, answer: `HTTP/1.1 ${call.status}${said}` }
  })
  return [{ exchanges }]
}

const thingBlocks = (name: string, schema: TSchema): Block[] => {
  const { description, expected } = schema as AnySchema
  const rows = fieldsOf(schema, '', isNamed)
    .filter(({ path }) => path.split('.').length < 3)
    .map(({ path, schema: field, required }): Cell[] => [
      path,
      nameOf(field),
      required ? 'yes' : 'no',
      field.description ?? (field.expected ? `Expected: ${field.expected}.` : ''),
    ])
  return [
    { heading: name, level: 3 },
    { text: description ?? `Expected: ${expected ?? 'an object'}.` },
    ...(rows.length > 0 ? [{ columns: ['Field', 'Type', 'Required', 'Meaning'], rows }] : []),
  ]
}
