import { UsageError } from '../errors.ts'
import { openRedactor } from '../redaction/redact.ts'
import { type Message, toRecording } from './exchange.ts'
import type { Recording } from './recording.ts'
import { route } from './upstream.ts'

/** What of an HTTP archive is read; browsers and proxies write much more. */
interface HarEntry {
  startedDateTime?: unknown
  request?: {
    method?: unknown
    url?: unknown
    headers?: unknown
    postData?: { mimeType?: unknown; text?: unknown; params?: unknown }
  }
  response?: { status?: unknown; content?: { mimeType?: unknown; text?: unknown; encoding?: unknown } }
}

export interface Archive {
  recordings: Recording[]
  /** The day of the first exchange, `2026-11-28`, where the archive says it. */
  day?: string
}

export const isHar = (value: unknown): value is { log: { entries: unknown[] } } =>
  Array.isArray((value as { log?: { entries?: unknown } } | null)?.log?.entries)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const pairsOf = (list: unknown): [string, string][] =>
  (Array.isArray(list) ? list : []).map((one) => [text(Object(one).name), text(Object(one).value)])

const bodyOf = (postData: NonNullable<HarEntry['request']>['postData']): Message => {
  const contentType = text(postData?.mimeType)
  const whole = text(postData?.text)
  if (whole !== '') return { contentType, body: Buffer.from(whole) }
  const params = pairsOf(postData?.params)
  // A multipart body is taken apart by who wrote the archive: its fields are a form's all the same.
  const form = 'application/x-www-form-urlencoded'
  return params.length > 0
    ? { contentType: form, body: Buffer.from(new URLSearchParams(params).toString()) }
    : { contentType, body: Buffer.alloc(0) }
}

const answerOf = ({ content, status }: NonNullable<HarEntry['response']>) => ({
  status: Number(status),
  contentType: text(content?.mimeType),
  body: Buffer.from(text(content?.text), content?.encoding === 'base64' ? 'base64' : 'utf8'),
})

// Nothing is sent there: only the paths of the table are looked up.
const nowhere = { oauth: 'http://bank', api: 'http://bank' }

const isMessage = ({ operation, request }: Recording) =>
  operation !== null || (request.method === 'POST' && /"reasonCode"/i.test(JSON.stringify(request.body)))

/** What was said with the bank in an archive, redacted; all else a browser loaded is left out. */
export const readHar = async (name: string, value: unknown): Promise<Archive> => {
  if (!isHar(value)) throw new UsageError(`${name} is no HTTP archive: expected log.entries`)
  const redactor = openRedactor()
  const recordings: Recording[] = []
  for (const entry of value.log.entries as HarEntry[]) {
    const { request, response } = Object(entry) as HarEntry
    const [method, url] = [text(request?.method), text(request?.url)]
    const answer = answerOf(response ?? {})
    if (!URL.canParse(url) || !(answer.status >= 100 && answer.status <= 599)) continue
    const { pathname, search } = new URL(url)
    const headers = new Map(pairsOf(request?.headers).map(([one, sent]) => [one.toLowerCase(), sent]))
    const recording = await toRecording(
      {
        ...{ number: recordings.length + 1, method, target: pathname + search },
        authorization: headers.get('authorization') ?? '',
        asked: route(nowhere, method, pathname + search),
        request: bodyOf(request?.postData),
        answer,
      },
      redactor,
    )
    if (isMessage(recording)) recordings.push(recording)
  }
  const started = text((value.log.entries[0] as HarEntry | undefined)?.startedDateTime)
  const day = /^\d{4}-\d{2}-\d{2}/.exec(started)?.[0]
  return { recordings, ...(day ? { day } : {}) }
}
