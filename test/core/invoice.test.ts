import t from 'tap'
import type { Order } from '../../contracts/entry.ts'
import { matches } from '../matches.ts'
import {
  type Gateway,
  gateway,
  goodCard,
  lockedCard,
  opening,
  orderOf,
  otherTerminal,
  payment,
  shop,
  tokenFor,
} from './given.ts'

const openingFor = (given: Gateway, order: Partial<Order>) => {
  const asked = orderOf(order)
  const { invoiceId, amount, currency, terminal } = asked
  const accessToken = tokenFor(given, { invoiceId, amount, currency, terminal })
  return opening(accessToken, asked)
}

t.test('a paid invoice cannot be paid again', async (t) => {
  const given = gateway()
  payment(given)
  const again = openingFor(given, { invoiceId: '000000001' })
  matches(t, given.refused<'open page'>(again), { refused: 'invoice paid', got: '000000001' })
})

t.test('a failed invoice can be paid', async (t) => {
  const given = gateway()
  payment(given, {}, lockedCard)
  t.equal(payment(given, {}, goodCard).transaction.status, 'CHARGE')
})

t.test('the last six digits are taken by the first attempt, also a failed one', async (t) => {
  const given = gateway()
  payment(given, { invoiceId: '1000123456' }, lockedCard)
  matches(t, given.refused<'open page'>(openingFor(given, { invoiceId: '2000123456' })), {
    refused: 'last six taken',
    got: '2000123456',
    expected: /1000123456/,
  })
})

t.test('a page that was only opened takes no digits', async (t) => {
  const given = gateway()
  given.accepted<'open page'>(openingFor(given, { invoiceId: '1000123456' }))
  given.accepted<'open page'>(openingFor(given, { invoiceId: '2000123456' }))
  t.pass()
})

t.test('of two open pages whose invoices end alike, the second cannot pay', async (t) => {
  const given = gateway()
  const first = given.accepted<'open page'>(openingFor(given, { invoiceId: '1000123456' }))
  const second = given.accepted<'open page'>(openingFor(given, { invoiceId: '2000123456' }))
  const pay = (page: string) =>
    ({ kind: 'pay on page', page, card: goodCard, save: false, buyerIp: '' }) as const
  given.accepted<'pay on page'>(pay(first.page.id))
  matches(t, given.refused<'pay on page'>(pay(second.page.id)), { refused: 'last six taken' })
})

t.test('a six-digit invoice and a longer one that ends in it are in each other’s way', async (t) => {
  const given = gateway()
  payment(given, { invoiceId: '123456' })
  matches(t, given.refused<'open page'>(openingFor(given, { invoiceId: '9123456' })), {
    refused: 'last six taken',
  })
})

t.test('invoices are counted for each terminal apart', async (t) => {
  const given = gateway()
  payment(given, { invoiceId: '1000123456' })
  t.equal(payment(given, { invoiceId: '1000123456', terminal: otherTerminal }).transaction.status, 'CHARGE')
  t.equal(
    payment(given, { invoiceId: '777000001', terminal: otherTerminal }).transaction.order.invoiceId,
    '777000001',
  )
})

t.test('the status of an invoice is its paid attempt, else its latest', async (t) => {
  const given = gateway()
  const ask = (accessToken: string) =>
    given.accepted<'ask status'>({ kind: 'ask status', accessToken, invoiceId: '000000001' })
  const service = tokenFor(given, { invoiceId: undefined, amount: undefined, currency: undefined })
  matches(t, ask(service), { found: false, why: 'invoice not found' })
  payment(given, {}, { ...goodCard, cvc: '999' })
  const second = payment(given, {}, lockedCard)
  matches(t, ask(service), { found: true, transaction: { id: second.transaction.id, reasonCode: 465 } })
  const paid = payment(given)
  matches(t, ask(service), { found: true, transaction: { id: paid.transaction.id, status: 'CHARGE' } })
})

t.test('a token without a terminal cannot ask for the status', async (t) => {
  const given = gateway()
  const service = tokenFor(given, { invoiceId: undefined, terminal: undefined })
  const asked = given.when<'ask status'>({ kind: 'ask status', accessToken: service, invoiceId: '000000001' })
  matches(t, asked.reply, { found: false, why: 'token without terminal' })
  t.same(asked.entries, [])
})

t.test('the status is of the token’s own terminal', async (t) => {
  const given = gateway()
  payment(given)
  const elsewhere = tokenFor(given, { invoiceId: undefined, terminal: otherTerminal })
  matches(
    t,
    given.accepted<'ask status'>({ kind: 'ask status', accessToken: elsewhere, invoiceId: '000000001' }),
    { found: false, why: 'invoice not found' },
  )
})

t.test('the older address shows the newest of one number, whichever terminal took it', async (t) => {
  for (const terminals of [
    [shop.terminal, otherTerminal],
    [otherTerminal, shop.terminal],
  ]) {
    const given = gateway()
    for (const terminal of terminals) {
      payment(given, { terminal }, undefined, { terminal })
      given.wait(1)
    }
    const asked = { invoiceId: '000000001', anyTerminal: true }
    const accessToken = tokenFor(given, { terminal: undefined, invoiceId: undefined })
    matches(t, given.accepted<'ask status'>({ kind: 'ask status', accessToken, ...asked }), {
      found: true,
      terminal: { id: terminals[1] },
    })
  }
})
