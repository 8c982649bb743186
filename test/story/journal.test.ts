import t, { type Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  journal,
  journalText,
  openMerchant,
  openSandbox,
  payThroughPage,
  serviceToken,
  settle,
} from '../world.ts'

const kinds = [
  'workspace opened',
  'clock moved',
  'token issued',
  'page opened',
  'payment decided',
  'postlink owed',
  'page ended',
  'postlink sent',
  'postlink answered',
]

t.test('the journal tells a payment from its token to its postlink, one line each', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle(sandbox)
  const entries = await journal(sandbox)
  t.same(
    entries.map(({ kind }) => kind).filter((kind, i, all) => all.indexOf(kind) === i),
    kinds,
  )
  t.same(
    entries.map(({ seq }) => seq),
    entries.map((_, i) => i + 1),
    'numbered without gaps',
  )
})

t.test('the journal is newline-delimited JSON', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.url}/_sandbox/journal`)
  t.match(answer.headers.get('content-type'), /^application\/x-ndjson/)
  t.match(await answer.text(), /}\n$/)
})

t.test('what was refused is in the journal too, with the reason', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { amount: 99 } })
  const refused = (await journal(sandbox)).find(({ kind }) => kind === 'request refused')
  matches(t, refused, {
    asked: 'open page',
    refused: 'other amount',
    invoiceId: '000000001',
    field: 'amount',
    got: '99',
  })
})

t.test('the same seed and the same requests write the same journal, byte for byte', async (t) => {
  const written = async () => {
    const sandbox = await openSandbox(t)
    await payThroughPage(sandbox, { order: { cardSave: true } })
    await sandbox.clock.advance('PT3H')
    return journalText(sandbox)
  }
  t.equal(await written(), await written())
})

t.test('another seed gives other tokens and ids', async (t) => {
  const written = async (seed: string) => {
    const sandbox = await openSandbox(t, { seed })
    const { accessToken } = await payThroughPage(sandbox)
    return [accessToken, (await sandbox.payments())[0]?.id]
  }
  const [one, other] = [await written('one'), await written('other')]
  t.not(one[0], other[0])
  t.not(one[1], other[1])
})

/** Reads server-sent events until there are so many; the stream ends with the test. */
const listen = async (t: Test, sandbox: Sandbox, headers: Record<string, string> = {}) => {
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const accept = { accept: 'text/event-stream', ...headers }
  const answer = await fetch(`${sandbox.url}/_sandbox/journal`, { headers: accept, signal: stop.signal })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (count: number) => {
    while (text.split('\n\n').length <= count) {
      const { value, done } = (await reader?.read()) ?? { done: true }
      if (done) throw new Error(`the stream ended after ${JSON.stringify(text)}, expected ${count} events`)
      text += value
    }
    return text
      .split('\n\n')
      .slice(0, count)
      .map((event) => Object.fromEntries(event.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2))))
  }
  return { answer, next }
}

t.test('the journal can be listened to: what is written, and what comes', async (t) => {
  const sandbox = await openSandbox(t)
  const { answer, next } = await listen(t, sandbox)
  t.match(answer.headers.get('content-type'), /^text\/event-stream/)
  matches(t, await next(2), [
    { id: '1', event: 'workspace opened' },
    { id: '2', event: 'clock moved' },
  ])
  await payThroughPage(sandbox)
  const events = await next(6)
  const entries = await journal(sandbox)
  t.same(
    events.map(({ id, event, data }) => [Number(id), event, JSON.parse(String(data))]),
    entries.slice(0, 6).map((entry) => [entry.seq, entry.kind, entry]),
  )
})

t.test('a listener that was cut off goes on after the last entry it saw', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const { next } = await listen(t, sandbox, { 'last-event-id': '3' })
  matches(t, await next(2), [
    { id: '4', event: 'page opened' },
    { id: '5', event: 'payment decided' },
  ])
})

t.test('a long journal comes whole and in order to a listener who is slow while it grows', async (t) => {
  const sandbox = await openSandbox(t)
  const tokens = (count: number) => Promise.all(Array.from({ length: count }, () => serviceToken(sandbox)))
  await tokens(1100)
  const { next } = await listen(t, sandbox)
  await tokens(300)
  const slow = await next(700)
  await tokens(100)
  const events = await next(1502)
  t.same(
    events.map(({ id }) => Number(id)),
    Array.from({ length: 1502 }, (_, i) => i + 1),
  )
  t.equal(slow.length, 700)
  t.equal((await journal(sandbox)).length, 1502, 'and as lines')
})
