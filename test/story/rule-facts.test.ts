import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  control,
  journal,
  openMerchant,
  openSandbox,
  payThroughPage,
  settle,
  tokenOf,
} from '../world.ts'
import { anyCardId, otherTerminal } from './attempt.ts'
import { put, terminalId } from './rooms.ts'

t.test('the journal tells which invoice a rule changed on the page', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { reasonCode: 484 } })
  await payThroughPage(sandbox)
  const matched = (await journal(sandbox)).filter(({ kind }) => kind === 'rule matched')
  matches(t, matched, [{ invoiceId: '000000001', asked: 'pay on page' }])
})

t.test('a rule may name a fixed saved card by its number', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { card: panOfCode(0) }, then: { reasonCode: 478 } })
  const token = await tokenOf(sandbox)
  matches(t, (await chargeCard(sandbox, chargeBody(anyCardId), bearer(token))).body, { code: 478 })
})

t.test('a rule on the status may name the terminal that asks', async (t) => {
  const sandbox = await openSandbox(t)
  const when = { operation: 'status' as const, terminal: otherTerminal }
  await sandbox.rules.add({ when, then: { answer: { status: 502, body: { down: true } } } })
  const asking = (terminal: string) =>
    tokenOf(sandbox, { terminal }).then((token) => askStatus(sandbox, token, '000000001'))
  t.equal((await asking('67e34d63-102f-4bd1-898e-370781d0074d')).status, 200)
  t.same(await asking(otherTerminal), { status: 502, body: { down: true } })
})

t.test('a reordered postlink waits for another one, and then for its own delay', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await sandbox.rules.add({ then: { postlink: { reorder: true, delayMs: 60_000 } }, times: 1 })
  const pay = (invoiceId: string) =>
    payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId, postLink: merchant.url } })
  await pay('000000001')
  await pay('000000002')
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ invoiceId: '000000002' }])
  await sandbox.clock.advance('PT1M')
  matches(t, merchant.bodies(), [{ invoiceId: '000000002' }, { invoiceId: '000000001' }])
})

t.test('a lost postlink still lets those go that were to come after it', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await sandbox.rules.add({ when: { invoiceId: '000000001' }, then: { postlink: { reorder: true } } })
  await sandbox.rules.add({ when: { invoiceId: '000000002' }, then: { postlink: { lost: true } } })
  for (const invoiceId of ['000000001', '000000002']) {
    await payThroughPage(sandbox, {
      token: { invoiceID: invoiceId },
      order: { invoiceId, postLink: merchant.url },
    })
  }
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ invoiceId: '000000001' }])
})

t.test('a workspace takes no terminal whose client nobody knows', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await put(sandbox, 'mine', { terminals: [{ id: terminalId(1), client: 'nobody' }] })
  t.equal(answer.status, 400)
  matches(t, answer.body, { violations: [{ where: 'terminals.0.client', got: '"nobody"' }] })
})

t.test('two changes of a workspace at once both stand', async (t) => {
  const sandbox = await openSandbox(t)
  await put(sandbox, 'mine')
  await Promise.all([put(sandbox, 'mine', { cards: '2020' }), put(sandbox, 'mine', { retain: 7 })])
  const settings = await fetch(`${sandbox.url}/w/mine/_sandbox/settings`)
  matches(t, await settings.json(), { cards: '2020', retain: 7 })
  t.equal((await control(sandbox, 'GET', 'settings')).body.retain, 20_000)
})
