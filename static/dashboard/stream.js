import { authority } from './api.js'

/** @param {string} block one event of the stream */
const parse = (block) => {
  let name = ''
  let data = ''
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7)
    else if (line.startsWith('data: ')) data += line.slice(6)
  }
  return { name, data }
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * @typedef {object} Reader
 * @property {() => number} last the number of the last entry that arrived
 * @property {() => number} start when the first one was written, 0 for none
 * @property {(length: number, heldAt: number) => void} opened heldAt: after which entry everything owed was held
 * @property {(entries: any[]) => void} take
 * @property {(heldAt?: number) => void} forget
 * @property {() => void} nudge there are new requests to read
 * @property {(state: 'connecting' | 'live' | 'lost' | 'refused') => void} tell
 */

/** Reads until the connection ends. @param {Reader} reader */
const listen = async (reader) => {
  const headers = { ...authority, accept: 'text/event-stream', 'last-event-id': String(reader.last()) }
  const answer = await fetch('journal?exchanges', { headers, cache: 'no-store' })
  if (answer.status === 401 || answer.status === 403) return 'refused'
  if (!answer.ok || !answer.body) return 'lost'
  const length = Number(answer.headers.get('x-journal-length'))
  const start = Number(answer.headers.get('x-journal-start'))
  if (reader.last() > 0 && (length < reader.last() || start !== reader.start())) {
    // It was reset while nobody listened: what is shown here never happened.
    reader.forget()
    await answer.body.cancel()
    return 'again'
  }
  reader.opened(length, Number(answer.headers.get('x-journal-held-at')))
  reader.tell('live')
  return take(answer.body, reader)
}

/** Server-sent events, as many at once as have come. @param {ReadableStream<Uint8Array>} body */
export async function* eventsOf(body) {
  const chunks = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await chunks.read()
    if (done) return
    text += value
    const end = text.lastIndexOf('\n\n')
    if (end < 0) continue
    yield text.slice(0, end).split('\n\n').map(parse)
    text = text.slice(end + 2)
  }
}

/** @param {ReadableStream<Uint8Array>} body @param {Reader} reader */
const take = async (body, reader) => {
  for await (const events of eventsOf(body)) {
    /** @type {any[]} */
    let entries = []
    for (const { name, data } of events) {
      if (name === 'gone') return 'gone'
      if (name === 'reset') {
        entries = []
        reader.forget(JSON.parse(data).heldAt)
      } else if (name === 'exchanges') reader.nudge()
      else if (data) entries.push(JSON.parse(data))
    }
    reader.take(entries)
  }
  return 'lost'
}

/** Reads the journal for ever; what broke off is taken up where it broke. @param {Reader} reader */
export const follow = async (reader) => {
  let waitMs = 250
  for (;;) {
    reader.tell('connecting')
    const how = await listen(reader).catch(() => 'lost')
    if (how === 'refused') return reader.tell('refused')
    // The workspace was deleted: asking again would make another one of its name.
    if (how === 'gone') return reader.tell('lost')
    if (how === 'again') continue
    if (reader.last() > 0) waitMs = Math.min(waitMs, 2000)
    reader.tell('lost')
    await pause(waitMs)
    waitMs = Math.min(waitMs * 1.6, 5000)
  }
}
