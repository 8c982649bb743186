import t from 'tap'
import type { RuleOperation } from '../../contracts/rule.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { bearer, card, openSandbox, payThroughPage, requestToken, saveCard, tokenOf } from '../world.ts'
import { shopOf, terminalId, tokenOfShop } from './rooms.ts'

/** A shop with a held payment and a saved card: something for every operation. */
const open = async (t: { teardown(run: () => unknown): void }) => {
  const sandbox = await openSandbox(t, shopOf(1, false))
  const cardId = await saveCard(sandbox)
  const held = { invoiceId: '000000002', terminal: terminalId(1), accountId: 'buyer 2' }
  await payThroughPage(sandbox, {
    token: { ...tokenOfShop(1), invoiceID: '000000002' },
    order: held,
    typed: card,
  })
  const payment = (await sandbox.payments()).at(-1)
  const headers = bearer(await tokenOf(sandbox, { ...tokenOfShop(1), invoiceID: '000000003' }))
  const mine = bearer(await tokenOf(sandbox, { invoiceID: '000000004' }))
  return { sandbox, cardId, id: payment?.id ?? '', headers, mine }
}
type Open = Awaited<ReturnType<typeof open>>

const post = (sandbox: Sandbox, path: string, headers: Record<string, string>) =>
  fetch(`${sandbox.apiUrl}/${path}`, { method: 'POST', headers })

/** In an order in which each can be done. */
const operations: [RuleOperation, (world: Open) => Promise<{ status: number }>][] = [
  ['token', ({ sandbox }) => requestToken(sandbox, { invoiceID: '000000005' })],
  [
    'status',
    ({ sandbox, headers }) =>
      fetch(`${sandbox.apiUrl}/check-status/payment/transaction/000000002`, { headers }),
  ],
  ['charge', ({ sandbox, id, headers }) => post(sandbox, `operation/${id}/charge`, headers)],
  ['refund', ({ sandbox, id, headers }) => post(sandbox, `operation/${id}/refund`, headers)],
  ['cards', ({ sandbox, mine }) => fetch(`${sandbox.apiUrl}/cards/testuser1`, { headers: mine })],
  ['deactivate', ({ sandbox, cardId, mine }) => post(sandbox, `card/deactivate/${cardId}`, mine)],
]

t.test(
  'a rule on an operation changes that operation alone, and what it refused can be done after it',
  async (t) => {
    for (const [operation] of operations) {
      await t.test(operation, async (t) => {
        const world = await open(t)
        await world.sandbox.rules.add({ when: { operation }, then: { answer: { status: 503 } }, times: 1 })
        for (const [name, ask] of operations) {
          if (name === operation) t.equal((await ask(world)).status, 503, name)
          t.equal((await ask(world)).status, 200, `${name}, unbent`)
        }
        t.same(await world.sandbox.rules.list(), [])
      })
    }
  },
)

t.test('a held payment is not cancelled while a rule refuses it', async (t) => {
  const { sandbox, id, headers } = await open(t)
  await sandbox.rules.add({
    when: { operation: 'cancel', invoiceId: '000000002' },
    then: { answer: 'refused' },
    times: 1,
  })
  await t.rejects(post(sandbox, `operation/${id}/cancel`, headers))
  t.equal((await sandbox.payments()).at(-1)?.status, 'AUTH')
  t.equal((await post(sandbox, `operation/${id}/cancel`, headers)).status, 200)
  t.equal((await sandbox.payments()).at(-1)?.status, 'CANCEL')
})

t.test('a charge whose answer is lost has happened', async (t) => {
  const { sandbox, id, headers } = await open(t)
  await sandbox.rules.add({ when: { operation: 'charge' }, then: { answer: 'lost' }, times: 1 })
  await t.rejects(post(sandbox, `operation/${id}/charge`, headers))
  t.equal((await sandbox.payments()).at(-1)?.status, 'CHARGE')
})

t.test('operations are declined with a code of choice', async (t) => {
  const { sandbox, id, headers } = await open(t)
  await sandbox.rules.add({ when: { operation: 'charge' }, then: { reasonCode: 100 }, times: 1 })
  const answer = await post(sandbox, `operation/${id}/charge`, headers)
  matches(t, { status: answer.status, body: await answer.json() }, { status: 400, body: { code: 100 } })
  t.equal((await sandbox.payments()).at(-1)?.status, 'AUTH')
})

t.test('an answer that has no body has none when it is slow', async (t) => {
  const { sandbox, id, headers } = await open(t)
  await sandbox.rules.add({ when: { operation: 'charge' }, then: { answer: { bodyOverMs: 10 } } })
  const answer = await post(sandbox, `operation/${id}/charge`, headers)
  t.equal(answer.status, 200)
  t.equal(await answer.text(), '')
})
