import t, { type Test } from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { bearer, chargeBody, chargeCard, journalText, openSandbox, saveCard, serviceToken } from '../world.ts'
import { dollars, moneyOf, operate, otherTerminal, paid, serviceOf, tokenOf } from './operating.ts'

const ask = async (sandbox: Sandbox, token: string, method: string, path: string) => {
  const answer = await fetch(`${sandbox.apiUrl}/${path}`, { method, headers: bearer(token) })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

const never = '11111111-2222-4333-8444-555555555555'

/** What a stranger is told about what is there, and about what never was: the same but for the id asked for. */
const asIfNever = async (
  t: Test,
  real: string,
  got: (id: string) => Promise<{ status: number; body: unknown }>,
) => {
  const [foreign, unknown] = [await got(real), await got(never)]
  const without = (id: string, answer: unknown) => JSON.stringify(answer).replaceAll(id, '<id>')
  t.equal(without(real, foreign), without(never, unknown))
  t.not(foreign.status, 200)
}

t.test("another merchant's transaction is as unknown as one that never was", async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox)
  const stranger = await serviceOf(sandbox, dollars)
  for (const operation of ['charge', 'cancel', 'refund']) {
    await asIfNever(t, charged.id, async (id) => {
      const { status, body } = await operate({ ...charged, service: stranger, id }, operation)
      return { status, body }
    })
  }
  matches(t, await moneyOf(charged), { statusName: 'CHARGE' })
})

t.test("another merchant's saved card cannot be charged, deactivated or listed", async (t) => {
  const sandbox = await openSandbox(t)
  const cardId = await saveCard(sandbox)
  const stranger = await serviceOf(sandbox, dollars)
  await asIfNever(t, cardId, async (id) => {
    const token = await tokenOf(sandbox, dollars)
    const { status, body } = await chargeCard(
      sandbox,
      chargeBody(id, { terminalId: dollars.terminal }),
      bearer(token),
    )
    return { status, body }
  })
  await asIfNever(t, cardId, (id) => ask(sandbox, stranger, 'POST', `card/deactivate/${id}`))
  matches(t, await ask(sandbox, stranger, 'GET', 'cards/testuser1'), { status: 200, body: { code: 1373 } })
  matches(t, await ask(sandbox, await serviceToken(sandbox), 'GET', 'cards/testuser1'), {
    status: 200,
    body: [{ ID: cardId }],
  })
})

t.test("another merchant's invoice and terminal are as unknown as those that never were", async (t) => {
  const sandbox = await openSandbox(t)
  const { terminal } = await paid(sandbox)
  const stranger = await serviceOf(sandbox, dollars)
  await asIfNever(t, terminal, (id) => ask(sandbox, stranger, 'GET', `terminals/${id}`))
  for (const path of ['check-status/payment/transaction', 'operation']) {
    const [foreign, unknown] = [
      await ask(sandbox, stranger, 'GET', `${path}/000000001`),
      await ask(sandbox, stranger, 'GET', `${path}/000000404`),
    ]
    t.equal(JSON.stringify(foreign).replaceAll('000000001', '000000404'), JSON.stringify(unknown))
  }
})

t.test('a payment token pays at its own terminal only', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await tokenOf(sandbox, { terminal: otherTerminal })
  matches(t, await chargeCard(sandbox, chargeBody('00000000-0000-4000-8000-000000000000'), bearer(token)), {
    status: 400,
    body: { code: -1, message: /Terminal differs from the token/ },
  })
  t.same(await sandbox.payments(), [])
})

t.test('a refused operation is in the journal, without the token', async (t) => {
  const sandbox = await openSandbox(t)
  const charged = await paid(sandbox)
  const stranger = await serviceOf(sandbox, dollars)
  await operate(charged, 'refund', { token: stranger })
  const journal = await journalText(sandbox)
  t.match(journal, /"kind":"request refused","asked":"operate","refused":"transaction unknown"/)
  t.notMatch(journal, stranger)
  t.notMatch(journal, charged.spent)
})
