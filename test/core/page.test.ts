import t from 'tap'
import { minuteMs } from '../../contracts/time.ts'
import { matches } from '../matches.ts'
import {
  gateway,
  goodCard,
  lockedCard,
  noon,
  opening,
  orderOf,
  pageFor,
  payment,
  payOn,
  ringDue,
  tokenFor,
} from './given.ts'

t.test('a page has three attempts and twenty minutes', async (t) => {
  const given = gateway()
  const { view } = pageFor(given)
  matches(t, view, { attemptsLeft: 3, terminal: { shop: 'Test merchant' } })
  t.equal(view.page.deadline, noon + 20 * minuteMs)
  t.equal(view.transaction, undefined)
})

t.test(
  'the same order opened again is the same page, with the first deadline and no new entry',
  async (t) => {
    const given = gateway()
    const { accessToken, order, page } = pageFor(given)
    given.accepted<'pay on page'>(payOn(page, lockedCard))
    given.wait(minuteMs)
    const { entries, reply } = given.when<'open page'>(opening(accessToken, order))
    t.same(entries, [])
    matches(t, reply, { page: { id: page, deadline: noon + 20 * minuteMs }, attemptsLeft: 2 })
  },
)

t.test(
  'another order on the same token is the same page with the new order, and no attempt is given back',
  async (t) => {
    const given = gateway()
    const { accessToken, page } = pageFor(given)
    given.accepted<'pay on page'>(payOn(page, lockedCard))
    given.wait(minuteMs)
    const changed = orderOf({ description: 'Coffee' })
    const { entries, reply } = given.when<'open page'>(opening(accessToken, changed))
    matches(t, entries, [{ kind: 'page opened', page: { id: page, order: { description: 'Coffee' } } }])
    matches(t, reply, { attemptsLeft: 2, page: { deadline: noon + 20 * minuteMs } })
    matches(t, given.state.pages.get(page), { attempts: [/./], order: { description: 'Coffee' } })
  },
)

t.test('an approved payment ends the page and spends the token', async (t) => {
  const given = gateway()
  const { view, entries, page, order } = payment(given)
  matches(t, view, { page: { ended: 'paid' }, transaction: { status: 'CHARGE', reasonCode: 0, via: 'page' } })
  matches(t, entries.at(-1), { kind: 'page ended', how: 'paid' })
  matches(t, given.refused<'pay on page'>(payOn(page)), { refused: 'page ended' })
  matches(t, given.accepted<'view page'>({ kind: 'view page', page }), { page: { ended: 'paid', order } })
})

t.test('the third decline ends the page and spends the token', async (t) => {
  const given = gateway()
  const { accessToken, page } = pageFor(given)
  matches(t, given.accepted<'pay on page'>(payOn(page, lockedCard)), { attemptsLeft: 2 })
  matches(t, given.accepted<'pay on page'>(payOn(page, lockedCard)), { attemptsLeft: 1 })
  const last = given.accepted<'pay on page'>(payOn(page, lockedCard))
  matches(t, last, { attemptsLeft: 0, page: { ended: 'failed' } })
  matches(t, given.refused<'pay on page'>(payOn(page)), { refused: 'page ended' })
  matches(t, given.refused<'open page'>(opening(accessToken)), { refused: 'token used' })
})

t.test('a decline before the last attempt leaves the page open for a good card', async (t) => {
  const given = gateway()
  const { page } = pageFor(given)
  given.accepted<'pay on page'>(payOn(page, lockedCard))
  given.accepted<'pay on page'>(payOn(page, lockedCard))
  matches(t, given.accepted<'pay on page'>(payOn(page)), { page: { ended: 'paid' }, attemptsLeft: 0 })
})

t.test('a mistyped field is no attempt, leaves no entry and names the field', async (t) => {
  const given = gateway()
  const { page } = pageFor(given)
  const { entries, reply } = given.when<'pay on page'>(payOn(page, { ...goodCard, pan: '4405639704015097' }))
  t.same(entries, [])
  matches(t, reply, { attemptsLeft: 3, errors: { pan: 'panLuhn' } })
})

t.test('a page ends at its deadline and not a millisecond before', async (t) => {
  const given = gateway()
  const { page } = pageFor(given)
  given.wait(20 * minuteMs - 1)
  given.accepted<'pay on page'>(payOn(page, lockedCard))
  given.wait(1)
  matches(t, given.refused<'pay on page'>(payOn(page)), { refused: 'page ended' })
})

t.test('the deadline’s alarm ends the page as expired and spends the token', async (t) => {
  const given = gateway()
  const { accessToken, page } = pageFor(given)
  given.wait(20 * minuteMs)
  t.same(ringDue(given), [])
  matches(t, given.entries.at(-1), { kind: 'page ended', page, how: 'expired' })
  matches(t, given.refused<'open page'>(opening(accessToken)), { refused: 'token used' })
})

t.test('a page that was paid does not expire', async (t) => {
  const given = gateway()
  const { page } = payment(given, { postLink: '' })
  given.wait(20 * minuteMs)
  ringDue(given)
  t.equal(given.state.pages.get(page)?.ended, 'paid')
  t.equal(given.kinds().filter((kind) => kind === 'page ended').length, 1)
})

t.test('a page that never was is not found', async (t) => {
  const given = gateway()
  matches(t, given.refused<'view page'>({ kind: 'view page', page: 'p' }), {
    refused: 'page unknown',
    got: 'p',
  })
  matches(t, given.refused<'pay on page'>(payOn('p')), { refused: 'page unknown' })
})

t.test('the buyer’s address is kept unless the merchant gave one', async (t) => {
  const given = gateway()
  t.equal(payment(given).transaction.order.place.ip, '127.0.0.1')
  const place = { ...orderOf().place, ip: '203.0.113.7', ipCity: 'Almaty' }
  const { transaction } = payment(given, { invoiceId: '000000002', place })
  t.same(transaction.order.place, place)
})

t.test('a two-stage terminal holds the money: AUTH', async (t) => {
  const base = gateway().state.world
  const terminals = base.terminals.map((terminal) => ({ ...terminal, singleMessageScheme: false }))
  t.equal(payment(gateway({ world: { ...base, terminals } })).transaction.status, 'AUTH')
})

t.test('an approved payment has a reference of its day, an approval code and a uuid', async (t) => {
  const { transaction } = payment(gateway())
  matches(t, transaction, {
    reference: /^5043\d{8}$/,
    approvalCode: /^\d{6}$/,
    intReference: /^[0-9A-F]{16}$/,
    id: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    holder: 'TEST TEST',
    card: { mask: '440563...5096', brand: 'VISA', issuer: 'JSC HALYK BANK' },
  })
})

t.test('a declined payment has neither reference nor approval code nor saved card', async (t) => {
  const { transaction } = payment(gateway(), { cardSave: true }, lockedCard)
  t.equal(transaction.status, 'FAILED')
  for (const name of ['reference', 'approvalCode', 'intReference', 'cardId'] as const)
    t.equal(transaction[name], '', name)
})

t.test('each attempt has an id of its own, and the same story has the same ids', async (t) => {
  const story = () => {
    const given = gateway()
    const { page } = pageFor(given)
    given.accepted<'pay on page'>(payOn(page, lockedCard))
    given.accepted<'pay on page'>(payOn(page))
    return [...given.state.transactions.keys(), ...given.state.postlinks.keys()]
  }
  t.equal(new Set(story()).size, 4)
  t.same(story(), story())
})

t.test('a token that pays with a saved card leaves its open page without a payment', async (t) => {
  const given = gateway()
  const { transaction } = payment(given, { cardSave: true })
  const { accessToken, order, page } = pageFor(given, { invoiceId: '000000002' })
  given.accepted<'charge saved card'>({
    kind: 'charge saved card',
    accessToken,
    order,
    cardId: transaction.cardId,
    holder: '',
  })
  matches(t, given.refused<'pay on page'>(payOn(page)), { refused: 'invoice paid' })
})

t.test('two pages of two tokens do not share attempts', async (t) => {
  const given = gateway()
  const first = pageFor(given)
  given.accepted<'pay on page'>(payOn(first.page, lockedCard))
  const second = pageFor(given)
  t.not(second.page, first.page)
  t.equal(second.view.attemptsLeft, 3)
  t.ok(tokenFor(given))
})
