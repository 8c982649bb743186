import t from 'tap'
import type { Order } from '../../contracts/entry.ts'
import { dayMs } from '../../contracts/time.ts'
import { matches } from '../matches.ts'
import {
  type Gateway,
  gateway,
  goodCard,
  lockedCard,
  noon,
  orderOf,
  otherShop,
  otherTerminal,
  pageFor,
  payment,
  payOn,
  settingsWith,
  tokenFor,
  world,
} from './given.ts'

const charge = (given: Gateway, cardId: string, order: Partial<Order> = {}, client = 'test') => {
  const asked = orderOf({ invoiceId: '000000002', ...order })
  const { invoiceId, amount, currency, terminal } = asked
  const accessToken = tokenFor(given, { clientId: client, invoiceId, amount, currency, terminal })
  return { kind: 'charge saved card', accessToken, order: asked, cardId, holder: '' } as const
}

t.test('every documented card answers as its edition prints it', async (t) => {
  for (const { edition, pan, expiry, cvc, status } of world.cards) {
    const given = gateway({ settings: { ...settingsWith(), cards: edition } })
    const { transaction } = payment(given, {}, { pan, expiry, cvc, holder: 'TEST' })
    t.equal(transaction.reasonCode, status === 'unlock' ? 0 : 465, `${edition} ${pan.slice(-4)}`)
  }
})

t.test('an unlocked card declines for a wrong expiry, a wrong CVC and a wrong edition', async (t) => {
  const american = { pan: '377514500004820', expiry: '01/28', cvc: '0198', holder: 'T' }
  for (const [card, reasonCode] of [
    [{ ...goodCard, expiry: '02/27' }, 457],
    [{ ...goodCard, cvc: '322' }, 486],
    [{ ...goodCard, expiry: '01/25', cvc: '815' }, 457],
    [{ ...lockedCard, expiry: '10/20' }, 457],
    [{ ...goodCard, pan: '4111111111111111' }, 471],
    [{ ...american, cvc: '0199' }, 486],
    [american, 0],
  ] as const) {
    const { transaction } = payment(gateway(), {}, card)
    t.equal(transaction.reasonCode, reasonCode, `${card.pan.slice(-4)} ${card.expiry}`)
  }
})

t.test('a test card is good for any amount', async (t) => {
  for (const amount of [1, 19_990, 100_000_000_000]) {
    t.equal(payment(gateway(), { amount }).transaction.reasonCode, 0, String(amount))
  }
})

t.test('a test card does not age with the calendar', async (t) => {
  const given = gateway()
  given.wait(3650 * dayMs)
  t.equal(payment(given).transaction.reasonCode, 0)
})

t.test('a test card does not age on a clock that was only advanced', async (t) => {
  const given = gateway()
  given.wait(3650 * dayMs)
  given.happens({ kind: 'clock moved', clock: { mode: 'virtual', now: given.now(), set: false } })
  t.equal(payment(given).transaction.reasonCode, 0)
})

t.test(
  'on a clock that was set a card is good through the last day of its month in Kazakhstan',
  async (t) => {
    const lastMoment = Date.parse('2027-01-31T23:59:59.999+05:00')
    for (const [now, reasonCode] of [
      [lastMoment, 0],
      [lastMoment + 1, 478],
    ] as const) {
      const given = gateway()
      given.wait(now - noon)
      given.happens({ kind: 'clock moved', clock: { mode: 'virtual', now, set: true } })
      t.equal(payment(given).transaction.reasonCode, reasonCode, new Date(now).toISOString())
    }
  },
)

t.test('what is assumed about an outcome is named with it', async (t) => {
  t.ok(payment(gateway(), {}, lockedCard).transaction.assumed.includes('locked test card declines with 465'))
  t.notOk(payment(gateway()).transaction.assumed.includes('unlocked test card is approved'))
})

t.test(
  'a card is saved by the merchant’s cardSave or by the buyer’s wish, never without an account',
  async (t) => {
    for (const [order, wish, saved] of [
      [{}, false, false],
      [{ cardSave: true }, false, true],
      [{}, true, true],
      [{ accountId: '' }, true, false],
    ] as const) {
      const given = gateway()
      const { page } = pageFor(given, order)
      const { transaction } = given.accepted<'pay on page'>(payOn(page, goodCard, wish))
      t.equal(given.state.cards.size, saved ? 1 : 0, JSON.stringify([order, wish]))
      t.equal(transaction?.cardId !== '', saved)
    }
  },
)

t.test('a saved card keeps a mask and a fingerprint, never the number', async (t) => {
  const given = gateway()
  payment(given, { cardSave: true })
  matches(
    t,
    [...given.state.cards.values()],
    [{ mask: '440563...5096', client: 'test', accountId: 'testuser1', holder: 'TEST TEST' }],
  )
  const journal = JSON.stringify(given.entries)
  for (const { pan } of world.cards) t.notOk(journal.includes(pan), pan.slice(-4))
})

t.test('a saved card pays without the buyer', async (t) => {
  const given = gateway()
  const saved = payment(given, { cardSave: true }).transaction
  const { reply, entries } = given.when<'charge saved card'>(charge(given, saved.cardId))
  matches(t, reply, {
    transaction: {
      status: 'CHARGE',
      via: 'saved card',
      cardId: saved.cardId,
      holder: 'TEST TEST',
      card: saved.card as object,
    },
  })
  t.same(
    entries.map(({ kind }) => kind),
    ['payment decided', 'postlink owed'],
  )
})

t.test('a saved card pays at another terminal of the same merchant', async (t) => {
  const given = gateway()
  const { cardId } = payment(given, { cardSave: true }).transaction
  const paid = given.accepted<'charge saved card'>(charge(given, cardId, { terminal: otherTerminal }))
  t.equal(paid.transaction.reasonCode, 0)
})

t.test('another merchant’s card is as unknown as one that never was', async (t) => {
  const given = gateway()
  const { cardId } = payment(given, { cardSave: true }).transaction
  const foreign = charge(given, cardId, { terminal: otherShop.terminal }, otherShop.client)
  matches(t, given.refused<'charge saved card'>(foreign), { refused: 'card unknown' })
  const unknown = charge(given, '11111111-1111-4111-8111-111111111111', { invoiceId: '000000003' })
  matches(t, given.refused<'charge saved card'>(unknown), { refused: 'card unknown' })
})

t.test('one token charges once, and a paid invoice is not charged again', async (t) => {
  const given = gateway()
  const { cardId } = payment(given, { cardSave: true }).transaction
  const first = charge(given, cardId)
  given.accepted<'charge saved card'>(first)
  matches(t, given.refused<'charge saved card'>(first), { refused: 'token used' })
  matches(t, given.refused<'charge saved card'>(charge(given, cardId)), { refused: 'invoice paid' })
})

t.test('a refused charge leaves the token good', async (t) => {
  const given = gateway()
  const { cardId } = payment(given, { cardSave: true }).transaction
  const command = charge(given, cardId)
  given.refused<'charge saved card'>({ ...command, cardId: 'nothing' })
  t.equal(given.accepted<'charge saved card'>(command).transaction.status, 'CHARGE')
})

t.test('a customer is known by the very letters of accountId', async (t) => {
  const given = gateway()
  const { accessToken, transaction } = payment(given, { accountId: 'Customer-A', cardSave: true })
  t.equal(transaction.order.accountId, 'Customer-A')
  const cardsOf = (accountId: string) =>
    given.accepted<'list cards'>({ kind: 'list cards', accessToken, accountId }).map(({ id }) => id)
  t.same(cardsOf('Customer-A'), [transaction.cardId])
  for (const other of ['customer-a', 'CUSTOMER-A', 'Customer-A ']) t.same(cardsOf(other), [], other)
})
