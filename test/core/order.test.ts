import t from 'tap'
import { checkOrder } from '../../server/core/order.ts'
import { matches } from '../matches.ts'
import { gateway, goodCard, opening, orderOf, pageFor, payment, tokenFor } from './given.ts'

t.test('an order is refused for what is wrong in itself', async (t) => {
  for (const [order, refused, field] of [
    [{ amount: 0 }, 'amount zero', 'amount'],
    [{ amount: 0, cardSave: true }, 'amount zero', 'amount'],
    [{ cardSave: true, accountId: '' }, 'account missing', 'accountId'],
    [{ verification: true, amount: 0, currency: 'USD', accountId: '' }, 'account missing', 'accountId'],
    [{ verification: true, amount: 100, currency: 'USD' }, 'verification amount', 'amount'],
    [{ verification: true, amount: 0, currency: 'KZT' }, 'verification amount', 'amount'],
  ] as const) {
    matches(t, checkOrder(orderOf(order)), { refused, field }, JSON.stringify(order))
  }
})

t.test('an order is in order', async (t) => {
  for (const order of [
    {},
    { amount: 1 },
    { accountId: '' },
    { cardSave: true },
    { verification: true, amount: 0, currency: 'USD' },
  ]) {
    t.equal(checkOrder(orderOf(order)), undefined, JSON.stringify(order))
  }
})

t.test('a wrong verification names what came in main units', async (t) => {
  matches(t, checkOrder(orderOf({ verification: true, amount: 150, currency: 'KZT' })), {
    got: '1.5 KZT',
    expected: '0 USD',
  })
})

t.test('a bad order is told before the invoice is looked at', async (t) => {
  const given = gateway()
  payment(given, { invoiceId: '000000007' })
  const accessToken = tokenFor(given, { invoiceId: '000000007' })
  const order = orderOf({ invoiceId: '000000007', cardSave: true, accountId: '' })
  matches(t, given.refused<'open page'>(opening(accessToken, order)), {
    refused: 'account missing',
  })
})

t.test('card verification takes no money, saves the card and ends as VERIFIED', async (t) => {
  const given = gateway()
  const order = { verification: true, cardSave: true, amount: 0, currency: 'USD' }
  const { transaction, entries } = payment(given, order, goodCard)
  matches(t, transaction, { status: 'VERIFIED', reasonCode: 0, cardId: /^[0-9a-f-]{36}$/ })
  t.same(
    entries.map(({ kind }) => kind),
    ['payment decided', 'card saved', 'postlink owed', 'page ended'],
  )
})

t.test('a verification declined saves nothing and is FAILED', async (t) => {
  const given = gateway()
  const order = { verification: true, cardSave: true, amount: 0, currency: 'USD' }
  const { transaction } = payment(given, order, { ...goodCard, cvc: '000' })
  matches(t, transaction, { status: 'FAILED', reasonCode: 486 })
  t.equal(transaction.cardId, '')
  t.equal(given.state.cards.size, 0)
})

t.test('names of fields the contract does not know are kept with the page', async (t) => {
  const given = gateway()
  const { page } = pageFor(given)
  const accessToken = tokenFor(given, { invoiceId: '000000002' })
  given.accepted<'open page'>({
    ...opening(accessToken, orderOf({ invoiceId: '000000002' })),
    unknownFields: ['promo'],
  })
  t.same(given.state.pages.get(page)?.unknownFields, [])
  t.same([...given.state.pages.values()].at(-1)?.unknownFields, ['promo'])
})
