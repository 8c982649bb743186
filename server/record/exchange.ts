import { readJson } from '../../contracts/json.ts'
import type { Redactor } from '../redaction/redact.ts'
import type { Recording } from './recording.ts'
import type { Asked } from './upstream.ts'

export interface Message {
  contentType: string
  body: Buffer
}

export interface Exchange {
  number: number
  method: string
  /** Path and query as they were asked. */
  target: string
  authorization: string
  asked: Asked
  request: Message
  answer: Message & { status: number }
}

type Written = Pick<Recording['answer'], 'contentType' | 'body' | 'unread'>

/** What of an exchange may be written down. Whatever cannot be read field by field is counted, not kept. */
export const toRecording = async (exchange: Exchange, redactor: Redactor): Promise<Recording> => {
  const { number, method, target, authorization, asked, answer } = exchange
  const bearer = /^\s*bearer\s+(\S+)/i.exec(authorization)?.[1]
  // First, so that the token is known as one wherever else it stands.
  const token = bearer === undefined ? {} : { token: redactor.hide('token', bearer) }
  const request = await write(exchange.request, redactor)
  const answered = await write(answer, redactor)
  const [path = '/', search = ''] = target.split('?', 2)
  const params = redactor.value('', decoded(asked.params)) as Record<string, string>
  const query = redactor.value('', Object.fromEntries(new URLSearchParams(search))) as Record<string, string>
  return {
    version: 1,
    number,
    operation: asked.operation,
    request: { method, path: pathOf(path, asked, params, redactor), params, query, ...token, ...request },
    answer: { status: answer.status, ...answered },
  }
}

const decoded = (params: Record<string, string>) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]))

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A path of the table keeps its words; its parameters are redacted by their names, any other path by its looks. */
const pathOf = (path: string, asked: Asked, params: Record<string, string>, redactor: Redactor): string => {
  if (asked.operation === null) return redactor.text(decode(path))
  const raw = new Map(
    Object.entries(asked.params).map(([name, value]) => [value, encodeURIComponent(params[name] ?? '')]),
  )
  return path
    .split('/')
    .map((segment) => raw.get(segment) ?? segment)
    .join('/')
}

const write = async ({ contentType, body }: Message, redactor: Redactor): Promise<Written> => {
  // A boundary or another parameter may be anything: only the type itself is kept.
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (body.length === 0) return { contentType: type, body: null }
  const fields = await fieldsOf(contentType, body)
  return fields === undefined
    ? { contentType: type, body: null, unread: body.length }
    : { contentType: type, body: redactor.value('', fields) }
}

const fieldsOf = async (contentType: string, body: Buffer): Promise<unknown> => {
  const text = body.toString('utf8')
  // Clients label JSON as a form, and forms as nothing.
  if (/^\s*[{[]/.test(text)) return readJson(text)
  if (/html|javascript|pem|text\/plain/.test(contentType)) return undefined
  if (/multipart\/form-data/i.test(contentType)) return readForm(contentType, body)
  if (contentType === '' || /form-urlencoded/i.test(contentType))
    return Object.fromEntries(new URLSearchParams(text))
  return undefined
}

const readForm = async (contentType: string, body: Buffer): Promise<unknown> => {
  try {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData()
    return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))
  } catch {
    return undefined
  }
}
