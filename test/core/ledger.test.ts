import t from 'tap'
import type { Transaction } from '../../contracts/entry.ts'
import { checkJournal, checkLedger } from '../../server/core/ledger.ts'
import type { MutableState as State } from '../../server/core/state.ts'
import { matches } from '../matches.ts'
import { gateway, goodCard, lockedCard, noon, pageFor, payment, payOn } from './given.ts'

t.test('a gateway that only did what it was asked has nothing to answer for', async (t) => {
  const given = gateway()
  payment(given)
  payment(given, { invoiceId: '000000002' }, lockedCard)
  payment(given, { invoiceId: '000000003', postLink: '' })
  const { page } = pageFor(given, { invoiceId: '000000004', failurePostLink: 'http://shop.test/failed' })
  for (const card of [lockedCard, lockedCard, goodCard]) given.when<'pay on page'>(payOn(page, card))
  t.same(checkLedger(given.state), [])
  t.same(checkJournal(given.state, given.entries), [])
})

/** What goes wrong, as only a bug could make it. */
const bugs: [what: string, harm: (given: ReturnType<typeof gateway>, id: string) => void, told: object[]][] =
  [
    [
      'more refunded than charged',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.transactions.set(id, { ...one, amount: -1, refunded: one.charged + 1 })
      },
      [{ where: /^transaction /, got: /CHARGE of 10000: amount -1, charged 10000, refunded 10001/ }],
    ],
    [
      'more charged than authorised',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.transactions.set(id, { ...one, amount: 10_001, charged: 10_001 })
      },
      [{ where: /^transaction / }],
    ],
    [
      'a status that does not fit its money',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.transactions.set(id, { ...one, status: 'REFUND' })
      },
      [{ where: /^transaction /, got: /^REFUND/ }],
    ],
    [
      'an invoice paid twice',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.transactions.set('twin', { ...one, id: 'twin', order: { ...one.order, postLink: '' } })
        const invoice = state.invoices.get(`${one?.order.terminal}/000000001`)
        if (invoice) invoice.transactions = [...invoice.transactions, 'twin']
      },
      [{ where: /^invoice .*000000001$/, got: /^2 paid attempts/ }],
    ],
    [
      "another invoice's payment",
      ({ state }) => {
        for (const transaction of state.transactions.values())
          state.transactions.set(transaction.id, {
            ...transaction,
            order: { ...transaction.order, invoiceId: '900000001' },
          })
      },
      [{ where: /^invoice .*000000001$/, got: /of invoice 900000001$/, expected: 'its own attempts alone' }],
    ],
    [
      'a payment its invoice does not know',
      ({ state }) => {
        for (const invoice of state.invoices.values()) delete invoice.paid
      },
      [{ where: /^invoice /, got: /kept as paid: none/ }],
    ],
    [
      'an outcome without a postlink',
      ({ state }) => state.postlinks.clear(),
      [{ where: /^postlinks /, got: '0 first postlinks', expected: '1' }],
    ],
    [
      'an outcome with two first postlinks',
      ({ state }) => {
        const [first] = state.postlinks.values()
        if (first) state.postlinks.set('twin', { ...first, id: 'twin' })
      },
      [{ where: /^postlinks /, got: '2 first postlinks', expected: '1' }],
    ],
    [
      'a subscription that runs and has no next day',
      (given, id) => {
        subscribed(given, id)
        given.state.alarms.clear('subscription due', 's')
      },
      [{ where: 'subscription s', got: 'active, and no day of its next payment' }],
    ],
    [
      'bonuses that pay more than the price',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.transactions.set(id, { ...one, bonus: one.order.amount + 1, charged: 0, amount: -1 })
      },
      [{ where: /^transaction /, got: /^CHARGE of 10000, bonus 10001/ }],
    ],
    [
      'a transfer from card to card that nobody got',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        const transfer = { kind: 'p2p', senderType: 'TYPEPAN', receiverType: 'TYPEPAN' } as const
        if (one) state.transactions.set(id, { ...one, transfer })
      },
      [{ where: /^transfer /, got: 'p2p with no receiver', expected: 'one' }],
    ],
    [
      'a merchant who is paid for a transfer between others',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (!one) return
        const transfer = { kind: 'p2p', receiver: one.card, senderType: '', receiverType: '' } as const
        state.transactions.set(id, { ...one, transfer } as typeof one)
        state.settlements.set('day', dayOf(one, 10_000))
      },
      [{ where: /^payouts /, got: 'lines of 10000', expected: /^none/ }],
    ],
    [
      'more paid out than was taken',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (!one) return
        state.transactions.set(id, { ...one, settled: { at: one.at, gross: 10_000, payout: 10_000 } })
        state.settlements.set('day', dayOf(one, 10_000))
        state.settlements.set('next', dayOf(one, 1))
      },
      [{ where: /^payouts /, got: 'lines for 10001', expected: 'at most 10000' }],
    ],
    [
      'money that is owed, and no day of its payout',
      ({ state }, id) => {
        const one = state.transactions.get(id)
        if (one) state.alarms.clear('settlement runs', one.order.terminal)
      },
      [{ where: /^payouts /, got: '10000 owed, and no day' }],
    ],
    [
      'a subscription that charges another price',
      (given, id) => {
        const payment = subscribed(given, id)
        payment.order = { ...payment.order, amount: 9000 }
        given.state.transactions.set('later', { ...payment, id: 'later', amount: 9000, charged: 9000 })
      },
      [{ where: 'subscription s', got: '9000 KZT', expected: '10000 KZT' }],
    ],
    [
      'a subscription that charges more often than it was due',
      (given, id) => {
        const payment = subscribed(given, id)
        for (const twin of ['later', 'twin']) given.state.transactions.set(twin, { ...payment, id: twin })
      },
      [{ where: 'subscription s', got: '2 payments', expected: 'at most 1' }],
    ],
    [
      'a purchase in instalments that waits for nothing',
      ({ state }, id) => {
        const order = state.transactions.get(id)?.order
        state.instalments.set('i', { id: 'i', status: 'NEW', order } as InstalmentState)
      },
      [{ where: 'instalment i', got: 'NEW, and no next step' }],
    ],
    [
      'a purchase that was accepted and paid nothing',
      ({ state }, id) => {
        const paid = state.transactions.get(id)?.order
        const order = { ...paid, invoiceId: '000000009' }
        state.instalments.set('i', { id: 'i', status: 'ACCEPT', order } as InstalmentState)
        state.invoices.set(`${paid?.terminal}/000000009`, { transactions: [] })
      },
      [{ where: 'instalment i', got: 'ACCEPT of an order that is not paid', expected: 'its payment' }],
    ],
  ]

/** One line of one payout. */
function dayOf({ id, order }: Transaction, payout: number) {
  const line = { transaction: id, invoiceId: order.invoiceId, currency: 'KZT' }
  const lines = [{ ...line, gross: payout, fee: 0, payout }]
  return { id: '', terminal: order.terminal, at: noon, lines, assumed: [] }
}

/** A subscription that was due once, and what it would charge then. */
function subscribed({ state }: ReturnType<typeof gateway>, id: string) {
  const first = state.transactions.get(id) as Transaction
  state.subscriptions.set('s', { id: 's', order: first.order, charges: 1 } as SubscriptionState)
  state.alarms.set({ what: 'subscription due', id: 's', at: noon })
  const { invoiceId: invoiceIdAlt } = first.order
  const order = { ...first.order, invoiceId: '900000000', invoiceIdAlt, postLink: '' }
  return { ...first, via: 'subscription' as const, order }
}

type SubscriptionState = Parameters<State['subscriptions']['set']>[1]
type InstalmentState = Parameters<State['instalments']['set']>[1]

for (const [what, harm, got] of bugs) {
  t.test(`the ledger tells ${what}`, async (t) => {
    const given = gateway()
    const { transaction } = payment(given)
    harm(given, transaction.id)
    const found = checkLedger(given.state)
    matches(t, found, got)
  })
}

t.test('a copy of a postlink is no second first one', async (t) => {
  const given = gateway()
  given.accepted<'add rule'>({ kind: 'add rule', rule: { then: { postlink: { copies: 3 } } } })
  payment(given)
  t.equal(given.state.postlinks.size, 3)
  t.same(checkLedger(given.state), [])
})

t.test('a whole card number in the journal is told by its line, and not repeated', async (t) => {
  const given = gateway()
  payment(given, { description: `card ${goodCard.pan}` })
  const found = checkJournal(given.state, given.entries)
  matches(t, found[0], {
    where: /^journal line \d+$/,
    got: /a whole card number in page opened/,
    expected: 'its mask',
  })
  t.notMatch(JSON.stringify(found), goodCard.pan)
})
