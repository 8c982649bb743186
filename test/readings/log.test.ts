import { PassThrough } from 'node:stream'
import t from 'tap'
import type { Entry } from '../../contracts/entry.ts'
import { toConfig } from '../../server/config.ts'
import { start } from '../../server/main.ts'
import { logText } from '../../server/readings/log.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import type { Emulator } from '../../server/workspace/emulator.ts'
import { defaultWorkspace } from '../../server/workspace/workspaces.ts'
import { matches } from '../matches.ts'
import { cancelLink, makeLink, makeQr } from '../story/links-and-codes.ts'
import {
  card,
  control,
  lockedCard,
  openMerchant,
  payThroughPage,
  requestToken,
  seedMoment,
  submitCard,
} from '../world.ts'

/** A sandbox whose log is kept, one text for each time it would be written. */
const openLog = async (t: { teardown(run: () => unknown): void }, format: 'text' | 'json') => {
  const running = await start(toConfig({ port: 0, seed: 'test', clock: seedMoment }))
  t.teardown(() => running.close())
  const { emulator, timekeeper } = await running.workspaces.get(defaultWorkspace)
  const written: string[] = []
  emulator.onEntries((entries: Entry[]) => {
    written.push(logText(entries, emulator.state(), { format, stream: new PassThrough() }))
  })
  const { url } = running
  const sandbox = {
    ...{ url, oauthUrl: `${url}/epay2/oauth2/token`, apiUrl: `${url}/api`, payformUrl: `${url}/payform/` },
  } as Sandbox
  return {
    sandbox,
    emulator,
    settle: () => timekeeper.idle(),
    lines: () => written.join('').split('\n').slice(0, -1),
    written,
  }
}

const decline = (emulator: Emulator) =>
  emulator.execute({ kind: 'add rule', rule: { then: { reasonCode: 484 }, times: 1 } })

t.test('a payment is told in a few lines: time, arrow, invoice, outcome, reason, duration', async (t) => {
  const { sandbox, emulator, settle, lines } = await openLog(t, 'text')
  const merchant = await openMerchant(t)
  await decline(emulator)
  const { opened } = await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  await settle()
  await submitCard(sandbox, opened.page, card)
  await settle()
  matches(t, lines(), [
    /^09:42:51 {2}000000001 {5}← token {6}100\u00a0₸ {2}test$/,
    /^09:42:51 {2}000000001 {5}← page {7}100\u00a0₸ {2}Tea$/,
    /^09:42:51 {2}000000001 {5}✕ FAILED {5}100.* {2}484 Not sufficient funds {2}440563.* {2}after 0 ms {2}\(rule\)$/,
    /^09:42:51 {2}000000001 {5}→ postlink {3}200 {2}[\d.]+ m?s$/,
    /^09:42:51 {2}000000001 {5}✓ CHARGE {5}100\u00a0₸ {2}440563\.\.\.5096 {2}after 0 ms$/,
    /^09:42:51 {2}000000001 {5}→ postlink {3}200 {2}[\d.]+ m?s$/,
  ])
})

t.test('a refund is told with what was refunded, not with what is left', async (t) => {
  const { sandbox, settle, lines } = await openLog(t, 'text')
  await payThroughPage(sandbox)
  const { payments } = (await control(sandbox, 'GET', 'payments')).body as { payments: { id: string }[] }
  await control(sandbox, 'POST', `payments/${payments[0]?.id}/refund`, {})
  await settle()
  t.match(lines().at(-1), /← refund {5}REFUND {2}100\u00a0₸$/)
})

t.test('a refusal says what it got and how to fix it; a retry says when', async (t) => {
  const { sandbox, settle, lines } = await openLog(t, 'text')
  await requestToken(sandbox, { client_secret: 'wrong' })
  const merchant = await openMerchant(t)
  merchant.answer = async () => 503
  await payThroughPage(sandbox, { order: { postLink: merchant.url }, typed: lockedCard })
  await settle()
  const found = lines()
  t.match(found[0], /✕ refused .*issue token: secret wrong {2}client_secret .*percent-encode/)
  t.match(found.at(-1), /→ postlink {3}503 {2}[\d.]+ m?s {2}again at 09:43:51$/)
})

t.test('links and codes are told with how long they are good, and how they end', async (t) => {
  const { sandbox, emulator, settle, lines } = await openLog(t, 'text')
  const { id } = await makeLink(sandbox, { invoice_id: '000000002' })
  const { billNumber } = await makeQr(sandbox)
  await cancelLink(sandbox, id)
  const now = Date.parse(seedMoment) + 20 * 60_000
  await emulator.execute({ kind: 'move clock', clock: { mode: 'virtual', now, set: false } })
  await settle()
  const found = lines().filter((line) => /link|QR code|REJECT/.test(line))
  matches(t, found, [
    new RegExp(`000000002 {5}← link {7}100\u00a0₸ {2}until 2025-02-13T09:42:51\\+05:00 {2}${id}$`),
    new RegExp(`000000001 {5}← QR code {4}100\u00a0₸ {2}until 10:02:51 {2}${billNumber}$`),
    /000000002 {5}✕ link {7}cancelled$/,
    /000000001 {5}✕ QR code {4}expired$/,
    /000000001 {5}✕ REJECT {5}100\u00a0₸ {2}504 Transaction timeout$/,
    /000000001 {5}→ postlink/,
  ])
})

t.test('in JSON every line is an object with the same facts', async (t) => {
  const { sandbox, lines } = await openLog(t, 'json')
  await payThroughPage(sandbox, { typed: lockedCard })
  const events = lines().map((line) => JSON.parse(line) as Record<string, unknown>)
  matches(t, events, [
    { event: 'token issued', invoiceId: '000000001', at: '2025-02-12T04:42:51.000Z' },
    { event: 'page opened', invoiceId: '000000001' },
    { event: 'payment decided', status: 'FAILED', reasonCode: 465, reason: /\S/, durationMs: 0 },
  ])
})

t.test('what happens at once is written at once', async (t) => {
  const { sandbox, emulator, written } = await openLog(t, 'text')
  const { opened } = await payThroughPage(sandbox, { typed: lockedCard })
  await submitCard(sandbox, opened.page, lockedCard)
  const before = written.length
  await submitCard(sandbox, opened.page, lockedCard)
  t.equal(written.length, before + 1, 'one text for the last attempt and the end of the page')
  t.equal(logText([], emulator.state(), { format: 'text', stream: new PassThrough() }), '')
})
