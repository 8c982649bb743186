import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Scenario } from '../../contracts/scenario.ts'
import savedCards from '../../fixtures/saved-cards.json' with { type: 'json' }
import type { Sandbox } from '../../server/sandbox.ts'
import { loadScenario } from '../../server/scenario/load.ts'
import { runScenario } from '../../server/scenario/run.ts'
import { transcribe } from '../../server/scenario/transcribe.ts'
import { durationOf } from '../../server/scenario/transcribe-clock.ts'
import { run } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { makeLink, makeQr, payAt } from '../story/links-and-codes.ts'
import { operate } from '../story/operating.ts'
import {
  bearer,
  card,
  chargeBody,
  chargeCard,
  control,
  journal,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  payThroughPage,
  saveCard,
  serviceToken,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'

const transcribed = async (sandbox: Sandbox) => transcribe((await journal(sandbox)) as never)

/** Plays the session again, in the same server and in a workspace of its own. */
const playAgain = async (t: Test, sandbox: Sandbox): Promise<Scenario> => {
  const { scenario } = await transcribed(sandbox)
  const { steps, ok } = await runScenario({ title: 'again', scenario }, { url: sandbox.url })
  for (const step of steps) t.same(step.differences, [], step.title)
  t.ok(ok && steps.length > 0)
  return scenario
}

/** A shop's whole day, by hand: declines, a payment, a saved card, a rule, a merchant that is down, a refund. */
const liveThroughADay = async (t: Test, sandbox: Sandbox) => {
  const merchant = await openMerchant(t)
  const shop = { postLink: merchant.url }
  const { opened } = await payThroughPage(sandbox, { order: shop, typed: lockedCard })
  await sandbox.clock.advance('PT90S')
  await submitCard(sandbox, opened.page, { ...card, holder: 'CODE 484' })
  await settle(sandbox)
  merchant.answer = async () => 500
  await submitCard(sandbox, opened.page)
  await settle(sandbox)
  merchant.answer = async () => 200
  await sandbox.clock.advance('PT1M')
  const cardId = await saveCard(sandbox)
  await control(sandbox, 'POST', 'rules', { then: { reasonCode: 488 }, times: 1 })
  for (const invoiceId of ['000000701', '000000702']) {
    const token = await tokenOf(sandbox, { invoiceID: invoiceId })
    await chargeCard(sandbox, chargeBody(cardId, { invoiceId, ...shop }), bearer(token))
  }
  await settle(sandbox)
  const { id } = (await sandbox.payments()).at(-1) as { id: string }
  const headers = bearer(await serviceToken(sandbox))
  const refund = `${sandbox.apiUrl}/operation/${id}/refund?amount=40`
  t.equal((await fetch(refund, { method: 'POST', headers })).status, 200)
  await sandbox.clock.advance('PT2H')
}

t.test('a session by hand, saved, can be played again and is true', async (t) => {
  const sandbox = await openSandbox(t)
  await liveThroughADay(t, sandbox)
  const scenario = await playAgain(t, sandbox)
  matches(t, scenario, {
    clock: '2025-02-12T04:42:51.000Z',
    story: [
      { merchant: { answers: [200, 200, 500] } },
      { order: { invoiceId: '000000001', accountId: 'testuser1' } },
      { pay: { testCard: 'locked' }, expect: { page: 'declined', reasonCode: 465 } },
      { advance: 'PT1M30S' },
      { pay: { holder: 'CODE 484' }, expect: { page: 'declined', status: 'FAILED', reasonCode: 484 } },
      { pay: { testCard: 'unlocked' }, expect: { page: 'paid', status: 'CHARGE', reasonCode: 0 } },
      { advance: 'PT1M' },
      { order: { invoiceId: '000000900', verification: true, postLink: '' } },
      { pay: { testCard: 'unlocked' }, expect: { page: 'paid', status: 'VERIFIED' } },
      { rule: { then: { reasonCode: 488 }, times: 1 } },
      { order: { invoiceId: '000000701', description: 'Tea again' } },
      { chargeSavedCard: {}, expect: { status: 'FAILED', reasonCode: 488 } },
      { order: { invoiceId: '000000702' } },
      { chargeSavedCard: { savedBy: '000000900' }, expect: { status: 'CHARGE' } },
      { refund: { amount: 40 }, expect: { status: 'CHARGE' } },
      { advance: 'PT2H' },
      { expect: { payments: 6, postlinks: { length: 5 } } },
    ],
  })
})

t.test('a card of the documents, which no payment saved, counts as one that pays', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { invoiceID: '000000701' })
  const [card] = savedCards
  const charged = await chargeCard(
    sandbox,
    chargeBody(card?.id ?? '', { invoiceId: '000000701', postLink: 'http://127.0.0.1:9/' }),
    bearer(token),
  )
  t.equal(charged.status, 200)
  const { story } = await playAgain(t, sandbox)
  matches(
    t,
    story.find(({ chargeSavedCard }) => chargeSavedCard),
    { chargeSavedCard: { code: 0 }, expect: { status: 'CHARGE' } },
  )
})

t.test('no card number, secret or token gets into the file', async (t) => {
  const sandbox = await openSandbox(t)
  const { accessToken } = await payThroughPage(sandbox, { typed: { ...card, pan: '4242424242424242' } })
  const text = JSON.stringify(await transcribed(sandbox))
  for (const secret of ['4242424242424242', accessToken, 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG']) {
    t.notMatch(text, secret)
  }
  t.match(text, '"pay":{"code":471}')
})

t.test('two orders paid in turns are told in turns', async (t) => {
  const sandbox = await openSandbox(t)
  const pages: string[] = []
  for (const invoiceId of ['000000101', '000000102']) {
    const token = await tokenOf(sandbox, { invoiceID: invoiceId })
    pages.push((await openPayform(sandbox, paymentObject(token, { invoiceId }))).page)
  }
  for (const page of pages) await submitCard(sandbox, page)
  const { story } = await playAgain(t, sandbox)
  t.same(
    story.flatMap(({ order, openPage, pay }) => order?.invoiceId ?? (openPage ? 'opens' : pay ? 'pays' : [])),
    ['000000101', 'opens', '000000102', 'opens', '000000101', 'pays', '000000102', 'pays'],
  )
})

t.test('rules set before anything happened open the story; cleared ones are cleared in it', async (t) => {
  const sandbox = await openSandbox(t)
  const added = async (rule: object) => String((await control(sandbox, 'POST', 'rules', rule)).body.id)
  await added({ then: { reasonCode: 484 }, times: 2 })
  const gone = await added({ when: { amount: 1 }, then: { reasonCode: 488 } })
  await payThroughPage(sandbox)
  await control(sandbox, 'DELETE', `rules/${gone}`)
  const { rules, story } = await playAgain(t, sandbox)
  t.same(rules, [
    { then: { reasonCode: 484 }, times: 2 },
    { when: { amount: 1 }, then: { reasonCode: 488 } },
  ])
  matches(t, story.slice(2, 4), [{ clearRules: {} }, { rule: { then: { reasonCode: 484 }, times: 1 } }])
})

t.test('3-D Secure is told with the answers of the buyer', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = (await runScenario(await loadScenario('buyer-gives-up-at-the-code'), { url: sandbox.url }))
    .ok
  t.ok(answer)
  const inWorkspace = `${sandbox.url}/w/buyer-gives-up-at-the-code/_sandbox/journal`
  const entries = (await (await fetch(inWorkspace)).text()).trimEnd().split('\n')
  const { scenario } = transcribe(entries.map((line) => JSON.parse(line)))
  t.same(
    scenario.story.flatMap(({ threeDS }) => threeDS?.answer ?? []),
    ['cancel', 'wrong', 'wrong', 'wrong'],
  )
  const { steps } = await runScenario({ title: 'again', scenario }, { url: sandbox.url })
  t.same(
    steps.flatMap(({ differences }) => differences),
    [],
  )
})

t.test('a session by the real clock keeps its distances, not its date', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  await payThroughPage(sandbox, { typed: lockedCard })
  const scenario = await playAgain(t, sandbox)
  t.equal(scenario.clock, undefined)
})

t.test('what has no verb is told as a note', async (t) => {
  const sandbox = await openSandbox(t)
  await tokenOf(sandbox, { client_secret: 'wrong' }).catch(() => {})
  t.same((await transcribed(sandbox)).leftOut, ['issue token was refused: secret wrong'])
})

t.test('payments by links and codes are told as notes, and spoil no story', async (t) => {
  const sandbox = await openSandbox(t)
  const { url } = await makeLink(sandbox, { invoice_id: '000000002' })
  await payAt(sandbox, url)
  const [{ id } = { id: '' }] = await sandbox.payments()
  await operate({ sandbox, service: await serviceToken(sandbox), id }, 'refund')
  await payAt(sandbox, (await makeQr(sandbox)).url)
  const { leftOut, scenario } = await transcribed(sandbox)
  t.same(leftOut, [
    'a payment link of invoice 000000002',
    'the page of invoice 000000002, opened by a link or a QR code',
    'a payment of invoice 000000002 by invoice link',
    'a refund of invoice 000000002',
    'a QR code of invoice 000000001',
    'the page of invoice 000000001, opened by a link or a QR code',
    'a payment of invoice 000000001 by qr',
  ])
  t.notMatch(JSON.stringify(scenario.story), /000000002/)
})

const durations: [ms: number, text: string][] = [
  [1_000, 'PT1S'],
  [90_000, 'PT1M30S'],
  [7_200_000, 'PT2H'],
  [86_400_000, 'P1D'],
  [90_061_000, 'P1DT1H1M1S'],
]
for (const [ms, text] of durations) t.test(`${ms} ms is ${text}`, async (t) => t.equal(durationOf(ms), text))

t.test('on the command line: save, refuse to overwrite, run', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const cwd = folder(t)
  const save = (...more: string[]) => run(['scenario', 'save', ...more, '--url', sandbox.url], { cwd })
  matches(t, await save('my-tea'), { code: 0, stdout: /^scenarios\/my-tea\.yaml: \d+ steps/ })
  const file = join(cwd, 'scenarios', 'my-tea.yaml')
  t.match(readFileSync(file, 'utf8'), /^about: A session of 2025-02-12, as it happened\./)
  matches(t, await save('my-tea'), { code: 2, stderr: /my-tea\.yaml is there already.*--force/ })
  matches(t, await save('my-tea', '--force'), { code: 0 })
  matches(t, await run(['scenario', 'run', 'my-tea'], { cwd }), { code: 0, stdout: /^✓ my-tea/ })
  t.match((await run(['scenario', 'list'], { cwd })).stdout, /my-tea +A session of/)
  matches(t, await save('../evil'), { code: 2, stderr: /is no name/ })
  matches(t, await save('empty', '--workspace', 'empty'), { code: 1, stderr: /nothing has happened/ })
})
