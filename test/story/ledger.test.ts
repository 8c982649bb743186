import t from 'tap'
import { control, journalText, lockedCard, openSandbox, payThroughPage, settle } from '../world.ts'
import { answerWith, askedOnPage, rightCode } from './issuer.ts'
import { operate, paid, twoStages } from './operating.ts'

t.test('after a busy day the ledger is in order, and says so', async (t) => {
  const sandbox = await openSandbox(t)
  const held = await paid(sandbox, { terminal: twoStages })
  await operate(held, 'charge', { query: '?amount=60' })
  await operate(held, 'refund', { query: '?amount=20' })
  await payThroughPage(sandbox, {
    token: { invoiceID: '000000002' },
    order: { invoiceId: '000000002' },
    typed: lockedCard,
  })
  const { screen } = await askedOnPage(sandbox, { invoiceId: '000000003' })
  await answerWith(screen, { code: rightCode(screen) })
  await askedOnPage(sandbox, { invoiceId: '000000004' })
  await settle(sandbox)
  t.same(await control(sandbox, 'GET', 'ledger/check'), { status: 200, body: { ok: true, violations: [] } })
  await sandbox.clock.advance('P30D')
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('a card number a shop wrote into its own text is masked before the ledger', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { description: 'card 4405639704015096' } })
  const { body } = await control(sandbox, 'GET', 'ledger/check')
  t.same(body, { ok: true, violations: [] })
  t.notMatch(await journalText(sandbox), '4405639704015096')
})

t.test('every workspace has a ledger of its own', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, { order: { description: 'card 4405639704015096' } })
  const answer = await fetch(`${sandbox.url}/w/other/_sandbox/ledger/check`)
  t.same(await answer.json(), { ok: true, violations: [] })
})
