import type { Entry } from '../../contracts/entry.ts'
import { CheckFailed, Unreachable } from '../errors.ts'
import type { Target } from './transport.ts'

/** Blocks of an event stream, as they come; a block ends with an empty line. */
async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream() as never) as AsyncIterable<string>) {
    const blocks = (rest + piece).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks
  }
}

const open = async ({ url, workspace, token }: Target) => {
  const room = workspace ? `/w/${encodeURIComponent(workspace)}` : ''
  const headers = {
    accept: 'text/event-stream',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  const place = `${url.replace(/\/$/, '')}${room}`
  const answer = await fetch(`${place}/_sandbox/journal`, { headers }).catch((error: Error) => {
    throw new Unreachable(`no sandbox answers at ${place} (${error.message}); start one, or give --url`)
  })
  if (answer.status !== 200 || !answer.body)
    throw new CheckFailed(`the journal cannot be followed: HTTP ${answer.status}`)
  return { body: answer.body, length: Number(answer.headers.get('x-journal-length') ?? 0) }
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Entry | 'reset'> {
  for await (const block of blocksOf(body)) {
    const data = /^data: (.*)$/m.exec(block)?.[1]
    if (/^event: reset$/m.test(block)) yield 'reset'
    else if (data) yield JSON.parse(data) as Entry
  }
}

/**
 * The whole journal and what comes after, in one go: between two calls it may be emptied. `length` is the number of the
 * last entry that was there; `reset` comes when everything was forgotten; the events end with the server.
 */
export const followJournal = async (
  target: Target,
): Promise<{ length: number; events: AsyncGenerator<Entry | 'reset'> }> => {
  const { body, length } = await open(target)
  return { length, events: eventsOf(body) }
}
