import { operationWords } from './operation-words.ts'
import { type Operation, type OperationId, operations } from './operations.ts'
import { callsOf, firstOf, type RecordedCall, type RecordedPostlink, type Story } from './recorded.ts'
import type { Block, ReferenceExchange } from './reference-block.ts'

/** The heading of an operation's examples: its name in the OpenAPI document. */
export const exampleHeading = (id: OperationId): string => operationWords[id].name

/** Every operation of the story with its request and its answer, then the postlinks. */
export const exampleBlocks = (story: Story): Block[] => [
  { heading: 'Examples', level: 2 },
  { text: 'Recorded from one story that a sandbox was asked to play: order 101 costs 1,000 KZT.' },
  ...(Object.entries(operations) as [OperationId, Operation][]).flatMap(([id, row]) =>
    operationBlocks(id, row, story),
  ),
  { heading: 'Postlinks', level: 3 },
  { exchanges: firstOf(story.postlinks, ({ kind }) => kind).map(postlinkExchange) },
]

const operationBlocks = (id: OperationId, row: Operation, story: Story): Block[] => {
  const calls = firstOf(callsOf(story, id), ({ summary }) => summary)
  if (calls.length === 0) return []
  return [
    { heading: exampleHeading(id), level: 3 },
    { text: row.summary },
    // What went well comes first; the order of the story stays within both.
    {
      exchanges: calls
        .toSorted((a, b) => Number(a.status >= 400) - Number(b.status >= 400))
        .map(exchangeOf(row)),
    },
  ]
}

const exchangeOf =
  (row: Operation) =>
  (call: RecordedCall): ReferenceExchange => ({
    summary: `${call.status}, ${call.summary}`,
    request: requestText(row, call),
    answer: answerText(call),
  })

const addressOf = ({ paths }: Operation, { parameters }: RecordedCall): string => {
  const [first = ''] = paths.filter((path) => !/^\/(api|epay2)\//.test(path))
  const inPath = first.replace(/:(\w+)/g, (_, name: string) => parameters[name] ?? name)
  const rest = Object.entries(parameters).filter(([name]) => !first.includes(`:${name}`))
  return rest.length === 0 ? inPath : `${inPath}?${new URLSearchParams(rest)}`
}

const json = (value: unknown) => JSON.stringify(value, null, 2)

/** A form one field a line, not escaped: it is read here, not sent. */
const formText = (fields: object) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')

const requestText = (row: Operation, call: RecordedCall): string => {
  const isForm = call.operation === 'token'
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  const lines = [
    `${row.method} ${addressOf(row, call)}`,
    ...(row.auth === 'none' ? [] : ['Authorization: Bearer <access_token>']),
  ]
  if (call.request === undefined) return lines.join('\n')
  const body = isForm ? formText(call.request as object) : json(call.request)
  return [...lines, `Content-Type: ${type}`, '', body].join('\n')
}

const answerText = ({ status, location, answer }: RecordedCall): string => {
  const head = [`HTTP/1.1 ${status}`, ...(location ? [`Location: ${location}`] : [])].join('\n')
  if (answer === undefined || answer === '') return head
  return `${head}\n\n${typeof answer === 'string' ? answer : json(answer)}`
}

const postlinkExchange = ({ summary, value }: RecordedPostlink): ReferenceExchange => ({
  summary,
  request: `POST /postlink, on the server of the shop\nContent-Type: application/json\n\n${json(value)}`,
  answer: 'HTTP/1.1 200\n\nAny 2xx counts as delivered.',
})
