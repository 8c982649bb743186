import { readJson } from '../../contracts/json.ts'
import { findReason } from '../../contracts/reason-code.ts'
import { ConfigError } from '../errors.ts'
import { eventOf, type IncidentEvent } from './events.ts'

/** Whatever a shop has of an incident → the events it tells: HAR, JSON, lines of a log, CSV. Throws ConfigError. */
export const readPapers = (name: string, text: string): IncidentEvent[] => {
  const records = recordsIn(text.replace(/^\uFEFF/, '').trim())
  const events = records.flatMap((record) => eventOf(record) ?? [])
  if (events.length > 0) return inTime(events)
  throw new ConfigError(
    `${name} tells of no payment: expected a HAR, postlinks as JSON (one, a list, or one a line of a log), ` +
      'an answer such as {"code":-1,"message":"…"}, or rows of the register as JSON or CSV with invoiceId and status',
  )
}

const inTime = (events: IncidentEvent[]): IncidentEvent[] =>
  events.every(({ at }) => at !== undefined)
    ? events.toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0))
    : events

// Deeper than any of the papers; what nests further is no message of the bank.
const deepest = 12

const recordsIn = (text: string): object[] => {
  const whole = readJson(text)
  if (typeof whole === 'object' && whole !== null) return objectsOf(whole)
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const logged = lines.flatMap(objectsInLine)
  return logged.length > 0 ? logged : csvRows(lines)
}

/** An exchange of a HAR: what was said may be in base64, and only the archive knows when. */
const exchangeIn = (value: object, depth: number): object[] | undefined => {
  const { startedDateTime, request, response } = value as Record<string, unknown>
  if (typeof startedDateTime !== 'string' || request === undefined) return undefined
  const content = Object(Object(response).content)
  const asked = bodyOf(Object(request).postData)
  const answer = content.encoding === 'base64' ? decoded(content.text) : content.text
  const declined = declineOf(asked, answer)
  return [asked, declined ?? answer]
    .flatMap((one) => objectsOf(one, depth + 1))
    .map((one) => ({ startedDateTime, ...one }))
}

/** A charge that was refused says why, and the request whose it was. */
const declineOf = (asked: unknown, answer: unknown): object | undefined => {
  const [order, refused] = [asked, answer].map((one) => (typeof one === 'string' ? readJson(one) : one))
  const { invoiceId, amount, currency } = Object(order)
  const { code, message } = Object(refused)
  const isDecline = typeof code === 'number' && code > 0 && typeof message === 'string' && findReason(code)
  return isDecline && invoiceId !== undefined
    ? { invoiceId, amount, currency, reasonCode: code, status: 'FAILED' }
    : undefined
}

const decoded = (text: unknown): unknown =>
  typeof text === 'string' ? Buffer.from(text, 'base64').toString('utf8') : text

/** A body, or the fields of a form that the archive has taken apart. */
const bodyOf = (postData: unknown): unknown => {
  const { text, params } = Object(postData)
  if (text || !Array.isArray(params)) return text
  return Object.fromEntries(params.map((one) => [String(Object(one).name), Object(one).value]))
}

/** The object itself when it tells something, else whatever lies inside: bodies of a HAR are JSON in texts. */
const objectsOf = (value: unknown, depth = 0): object[] => {
  if (depth > deepest) return []
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? readJson(value) : undefined
    return typeof inner === 'object' && inner !== null ? objectsOf(inner, depth + 1) : []
  }
  if (Array.isArray(value)) return value.flatMap((one) => objectsOf(one, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  const exchange = exchangeIn(value, depth)
  if (exchange) return exchange
  if (eventOf(value)) return [value]
  return Object.values(value).flatMap((one) => objectsOf(one, depth + 1))
}

/** A line of a log: the JSON in it, whatever stands before and after. */
const objectsInLine = (line: string): object[] => {
  const [from, to] = [line.indexOf('{'), line.lastIndexOf('}')]
  return from < 0 || to < from ? [] : objectsOf(readJson(line.slice(from, to + 1)))
}

const csvRows = ([head = '', ...lines]: string[]): object[] => {
  const separator = [';', '\t', ','].find((one) => head.includes(one)) ?? ','
  const names = cellsOf(head, separator)
  return lines.map((line) => {
    const cells = cellsOf(line, separator)
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** Quotes hold separators, and a doubled quote is a quote. */
const cellsOf = (line: string, separator: string): string[] => {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (const letter of line) {
    if (letter === '"') {
      if (!quoted && cell.endsWith('"')) cell = cell.slice(0, -1)
      quoted = !quoted
      cell += letter
    } else if (letter === separator && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...cells, cell].map((one) => one.trim().replace(/^"([\s\S]*)"$/, '$1'))
}
