import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { matches } from '../matches.ts'
import { openSandbox } from '../world.ts'
import { anyCardId, attempt, newInvoice } from './attempt.ts'

t.test('the first rule that matches wins', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { amount: 7 }, then: { reasonCode: 484 } })
  await sandbox.rules.add({ then: { reasonCode: 465 } })
  await sandbox.rules.add({ then: { reasonCode: 478 } })
  t.equal(await attempt(sandbox, { amount: 7 }), 484)
  t.equal(await attempt(sandbox, { amount: 8 }), 465)
  matches(t, await sandbox.rules.list(), [{ matched: 1 }, { matched: 1 }, { matched: 0 }])
})

t.test('a rule with times clears itself after so many matches, and the next one takes over', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { reasonCode: 484 }, times: 2 })
  await sandbox.rules.add({ then: { reasonCode: 465 }, times: 1 })
  const codes = []
  for (let i = 0; i < 4; i++) codes.push(await attempt(sandbox))
  t.same(codes, [484, 484, 465, 0])
  t.same(await sandbox.rules.list(), [])
})

t.test('a rule without times stays until it is cleared', async (t) => {
  const sandbox = await openSandbox(t)
  const { id } = await sandbox.rules.add({ then: { reasonCode: 484 } })
  const other = await sandbox.rules.add({ when: { amount: 1 }, then: { reasonCode: 465 } })
  for (let i = 0; i < 3; i++) t.equal(await attempt(sandbox), 484)
  t.equal(await sandbox.rules.clear(id), 1)
  t.equal(await attempt(sandbox), 0)
  matches(t, await sandbox.rules.list(), [{ id: other.id }])
})

t.test('a mistyped card does not use up a rule about the outcome', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { reasonCode: 484 }, times: 1 })
  const invoiceId = newInvoice()
  t.equal(await attempt(sandbox, { invoiceId, typed: { cvc: '' } }), undefined, 'nothing was decided')
  matches(t, await sandbox.rules.list(), [{ matched: 0 }])
  t.equal(await attempt(sandbox, { invoiceId }), 484)
})

t.test('a rule wins over the holder, the card and the choice on the page', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { reasonCode: 484 } })
  const typed = { pan: panOfCode(465), holder: 'CODE 478', outcome: '465' }
  t.equal(await attempt(sandbox, { typed }), 484)
  t.equal(await attempt(sandbox, { cardId: anyCardId, holder: 'CODE 478' }), 484)
})

t.test('approve lets anything pass: a locked card, a forced decline', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ then: { approve: true } })
  const locked = { pan: '4003032704547597', expiry: '09/20', cvc: '170' }
  for (const typed of [locked, { holder: 'CODE 484' }, { expiry: '01/30' }])
    t.equal(await attempt(sandbox, { typed }), 0)
})
