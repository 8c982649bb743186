import t from 'tap'
import type { Order } from '../../contracts/entry.ts'
import type { IssueToken } from '../../server/core/command.ts'
import { matches } from '../matches.ts'
import {
  failure,
  gateway,
  goodCard,
  lockedCard,
  noon,
  orderOf,
  pageFor,
  payment,
  payOn,
  settingsWith,
  success,
  tokenFor,
} from './given.ts'

const owedAfter = (
  order: Partial<Order>,
  token: Partial<IssueToken> = {},
  card = goodCard,
  given = gateway(),
) => payment(given, order, card, token).entries.flatMap((e) => (e.kind === 'postlink owed' ? [e] : []))

t.test('an approved payment owes one postlink, due at once, to postLink', async (t) => {
  const owed = owedAfter({ failurePostLink: failure })
  t.equal(owed.length, 1)
  matches(t, owed, [{ dueAt: noon, postlink: { kind: 'success', url: success, invoiceId: '000000001' } }])
})

t.test(
  'a declined payment owes one postlink to failurePostLink, or to postLink when there is none',
  async (t) => {
    matches(t, owedAfter({ failurePostLink: failure }, {}, lockedCard), [
      { postlink: { kind: 'failure', url: failure } },
    ])
    matches(t, owedAfter({}, {}, lockedCard), [{ postlink: { kind: 'failure', url: success } }])
  },
)

t.test('the payment object’s links win over the token’s, for success and failure apart', async (t) => {
  const token = { postLink: 'http://token.test/paid', failurePostLink: 'http://token.test/failed' }
  for (const [order, card, url] of [
    [{ postLink: success }, goodCard, success],
    [{ postLink: '' }, goodCard, token.postLink],
    [{ postLink: success, failurePostLink: failure }, lockedCard, failure],
    [{ postLink: success, failurePostLink: '' }, lockedCard, token.failurePostLink],
  ] as const) {
    const owed = owedAfter(order, token, card)
    t.equal(owed[0]?.postlink.url, url, JSON.stringify([order, card.pan.slice(-4)]))
  }
})

t.test('a shop that gave no address is owed nothing', async (t) => {
  t.same(owedAfter({ postLink: '' }), [])
  t.same(owedAfter({ postLink: '' }, {}, lockedCard), [])
})

t.test('a shop that gave only a failure address is told of failures only', async (t) => {
  t.same(owedAfter({ postLink: '', failurePostLink: failure }), [])
  t.equal(owedAfter({ postLink: '', failurePostLink: failure }, {}, lockedCard)[0]?.postlink.url, failure)
})

t.test('the query string of a link is kept', async (t) => {
  const url = 'http://shop.test/paid?order=1&b=%D0%B9'
  t.equal(owedAfter({ postLink: url })[0]?.postlink.url, url)
})

t.test('every attempt on a page owes a postlink of its own', async (t) => {
  const given = gateway()
  const { page } = pageFor(given)
  for (const card of [lockedCard, lockedCard, goodCard]) given.accepted<'pay on page'>(payOn(page, card))
  t.same(
    [...given.state.postlinks.values()].map(({ kind }) => kind),
    ['failure', 'failure', 'success'],
  )
})

t.test('the body tells what was paid, with the merchant’s own words echoed', async (t) => {
  const order = { data: '{"a":1}', invoiceIdAlt: '777777', name: 'Ann', email: 'a@shop.test', phone: '77' }
  const [owed] = owedAfter(order, { secretHash: 'hush' })
  matches(t, owed?.postlink.body, {
    code: 'ok',
    amount: 100,
    currency: 'KZT',
    ...order,
    secret_hash: 'hush',
    reason: 'success',
    reasonCode: 0,
    cardMask: '440563...5096',
    cardType: 'VISA',
    accountId: 'testuser1',
    acountId: 'testuser1',
    terminal: orderOf().terminal,
    dateTime: /^2025-02-12T09:42:51(\.\d{1,9})?\+05:00$/,
  })
})

t.test('a failure’s body carries the code and no card', async (t) => {
  const [owed] = owedAfter({}, {}, lockedCard)
  const body = owed?.postlink.body as Record<string, unknown>
  matches(t, body, { code: 'error', reasonCode: 465 })
  for (const name of ['cardMask', 'cardType', 'cardId', 'approvalCode', 'reference']) t.equal(body[name], '')
  t.notOk('acountId' in body)
})

t.test('a verification’s postlink brings the cardId', async (t) => {
  const given = gateway()
  const order = { verification: true, cardSave: true, amount: 0, currency: 'USD' }
  const [owed] = owedAfter(order, {}, goodCard, given)
  matches(t, owed?.postlink.body, { amount: 0, cardId: [...given.state.cards.keys()][0] as string })
})

t.test('keys go out in alphabetical order in the form of 2025', async (t) => {
  const [owed] = owedAfter({ data: 'd', invoiceIdAlt: '000000002' }, { secretHash: 's' })
  const keys = Object.keys(owed?.postlink.body ?? {})
  t.same(keys, [...keys].sort())
  for (const name of ['accountId', 'acountId', 'data', 'invoiceIdAlt']) t.ok(keys.includes(name), name)
})

t.test('quirks choose form, customer id and content type', async (t) => {
  const bodyWith = (quirks: Parameters<typeof settingsWith>[0]) => {
    const [owed] = owedAfter({}, {}, goodCard, gateway({ settings: settingsWith(quirks) }))
    return { ...(owed?.postlink.body as object), contentType: owed?.postlink.contentType }
  }
  const old = bodyWith({ postlinkForm: '2020' })
  matches(t, old, { cardMask: '4405...5096', language: 'RU', tokenRecipient: '' })
  t.notOk('approvalCode' in old)
  t.notOk('accountId' in bodyWith({ acountId: 'acountId' }))
  t.notOk('acountId' in bodyWith({ acountId: 'accountId' }))
  t.equal(bodyWith({}).contentType, 'application/json')
  t.equal(bodyWith({ postlinkContentType: 'text/plain' }).contentType, 'text/plain')
})

t.test('a refused command owes nothing', async (t) => {
  const given = gateway()
  payment(given)
  const accessToken = tokenFor(given)
  given.refused<'open page'>({ kind: 'open page', accessToken, order: orderOf(), unknownFields: [] })
  t.equal(given.state.postlinks.size, 1)
})
