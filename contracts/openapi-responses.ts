import { Page } from './confirmation.ts'
import type { AnySchema } from './fields.ts'
import type { JsonSchema } from './json-schemas.ts'
import { EmptyAnswer } from './operation.ts'
import { operationExamples } from './operation-examples.ts'
import type { Operation, OperationId } from './operations.ts'
import { callsOf, firstOf, type RecordedCall, type Story } from './recorded.ts'
import { type RefusalName, refusals } from './refusal.ts'

interface Given {
  id: OperationId
  row: Operation
  story: Story
  said(schema: object): JsonSchema
  links: Record<string, object> | undefined
}

const requestId = {
  'X-Request-Id': {
    description: 'Which request it was, for the log and for GET /_sandbox/exchanges.',
    schema: { type: 'string' },
    example: 'req-1',
  },
}

/** Every answer of an operation, each with an example. */
export const toResponses = (given: Given): Record<string, object> => {
  const { row, story, id } = given
  const names = [...formRefusal(row), ...row.refusals]
  const statuses = [...new Set(names.map((name) => refusals[name].status))].toSorted()
  return {
    ...toSuccess(given),
    ...Object.fromEntries(statuses.map((status) => [status, toRefused(given, status, names)])),
    '4XX': { description: 'Any other refusal', headers: requestId, content: refusalContent(given, {}) },
    503: {
      description: 'The sandbox is stopping or full: send it again after Retry-After.',
      headers: {
        ...requestId,
        'Retry-After': { description: 'Seconds', schema: { type: 'integer' }, example: 1 },
      },
      content: refusalContent(given, { busy: unclear(id, 'Not available now') }),
    },
    '5XX': {
      description:
        callsOf(story, id).length > 0 && row.method === 'POST'
          ? 'The outcome is unknown: ask for the status before you send it again.'
          : 'The outcome is unknown.',
      headers: requestId,
      content: refusalContent(given, { unclear: unclear(id, 'Internal error') }),
    },
  }
}

const formRefusal = ({ body, query }: Operation): RefusalName[] =>
  body || query ? ['request unreadable'] : []

const unclear = (id: OperationId, message: string) => ({
  summary: message,
  value: refusalBody(id, { code: -1, message, error: 'server_error' }),
})

const refusalBody = (
  id: OperationId,
  { code, message, error }: { code: number; message: string; error: string },
) => (id === 'token' ? { code, message, error, error_description: message } : { code, message })

const kebab = (name: string) => name.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The words of the table, as the sandbox says them when no field is to be named. */
const listed = (id: OperationId, names: RefusalName[], status: number) =>
  Object.fromEntries(
    names
      .filter((name) => refusals[name].status === status)
      .map((name) => {
        const { code, message, fix, error } = refusals[name]
        const value = refusalBody(id, { code, error, message: `${message}: ${fix}` })
        return [kebab(name), { summary: message, value }]
      }),
  )

const recorded = (calls: RecordedCall[]) =>
  Object.fromEntries(
    firstOf(calls, ({ name }) => name).map(({ name, summary, answer }) => [name, { summary, value: answer }]),
  )

const html = { 'text/html': { schema: { type: 'string' } } }

const refusalContent = ({ row, said }: Given, examples: object) => ({
  'application/json': {
    schema: said(row.refusal),
    ...(Object.keys(examples).length > 0 ? { examples } : {}),
  },
  ...(row.leadsTo ? html : {}),
})

const isPayment = (id: OperationId) => id === 'chargeSavedCard' || id === 'cryptopay'

const toRefused = (given: Given, status: number, names: RefusalName[]) => {
  const { id, story } = given
  const named = names.filter((name) => refusals[name].status === status)
  const printed = status === 400 ? (operationExamples[id]?.refusal ?? {}) : {}
  const calls = callsOf(story, id).filter((call) => call.status === status && typeof call.answer === 'object')
  const words = named.map((name) => `- ${refusals[name].message}: ${refusals[name].fix}`)
  const declines = status === 400 && isPayment(id) ? ['- A decline: code is a reason code, such as 484.'] : []
  const lines = [...declines, ...words]
  return {
    description: lines.length > 0 ? lines.join('\n') : 'The request cannot be read',
    headers: requestId,
    content: refusalContent(given, { ...recorded(calls), ...listed(id, named, status), ...printed }),
  }
}

const key = '-----BEGIN PUBLIC KEY-----\nbase64 of the key\n-----END PUBLIC KEY-----\n'
const page = '<!doctype html><title>The payment page goes on</title>'

const toRedirect = ({ row, id, story }: Given, leadsTo: string) => ({
  303: {
    description: `To ${leadsTo}`,
    headers: {
      ...requestId,
      Location: {
        required: true,
        description: `Where to: ${row.leadsTo}`,
        schema: { type: 'string' },
        example:
          callsOf(story, id).find(({ location }) => location)?.location ?? 'https://shop.example/thanks',
      },
    },
  },
})

const answerContent = ({ id, row, story, said }: Given) => {
  const { answer } = row
  if (answer === EmptyAnswer) return {}
  if ((answer as AnySchema).type === 'string') {
    const type = answer === Page ? 'text/html' : 'text/plain'
    return { content: { [type]: { schema: said(answer), example: answer === Page ? page : key } } }
  }
  const calls = callsOf(story, id).filter(({ status }) => status === 200)
  const examples = { ...recorded(calls), ...operationExamples[id]?.answer }
  return { content: { 'application/json': { schema: said(answer), examples } } }
}

/** Not every browser is redirected: some end at a page of the bank. */
const toSuccess = (given: Given): Record<string, object> => {
  const { row, links } = given
  const redirect = row.leadsTo ? toRedirect(given, row.leadsTo) : {}
  if (row.leadsTo && row.answer === EmptyAnswer) return redirect
  const ok = {
    description: row.summary,
    headers: requestId,
    ...answerContent(given),
    ...(links ? { links } : {}),
  }
  return { ...redirect, 200: ok }
}
