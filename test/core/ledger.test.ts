import t from 'tap'
import { checkJournal, checkLedger } from '../../server/core/ledger.ts'
import type { MutableState as State } from '../../server/core/state.ts'
import { gateway, goodCard, lockedCard, pageFor, payment, payOn } from './given.ts'

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
      ({ state }) => state.subscriptions.set('s', { id: 's' } as SubscriptionState),
      [{ where: 'subscription s', got: 'active, and no day of its next payment' }],
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

type SubscriptionState = Parameters<State['subscriptions']['set']>[1]
type InstalmentState = Parameters<State['instalments']['set']>[1]

for (const [what, harm, told] of bugs) {
  t.test(`the ledger tells ${what}`, async (t) => {
    const given = gateway()
    const { transaction } = payment(given)
    harm(given, transaction.id)
    const found = checkLedger(given.state)
    t.equal(found.length, told.length)
    t.match(found, told)
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
  t.match(found[0], {
    where: /^journal line \d+$/,
    got: /a whole card number in page opened/,
    expected: 'its mask',
  })
  t.notMatch(JSON.stringify(found), goodCard.pan)
})
