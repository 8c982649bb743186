import t from 'tap'
import { hourMs, minuteMs } from '../../contracts/time.ts'
import { matches } from '../matches.ts'
import {
  failure,
  gateway,
  noon,
  opening,
  orderOf,
  otherShop,
  otherTerminal,
  pageFor,
  payment,
  payOn,
  settingsWith,
  shop,
  success,
  tokenFor,
  tokenRequest,
} from './given.ts'

t.test('a payment token is 22 characters and bound to invoice, amount, currency and terminal', async (t) => {
  const given = gateway()
  const { reply, entries } = given.when<'issue token'>(tokenRequest())
  matches(t, reply, { accessToken: /^[A-Z0-9]{22}$/ })
  matches(t, entries, [
    {
      kind: 'token issued',
      token: {
        client: 'test',
        invoiceId: '000000001',
        amount: 10_000,
        currency: 'KZT',
        terminal: shop.terminal,
      },
    },
  ])
})

t.test('the journal holds a digest of the token and never the token nor the secret', async (t) => {
  const given = gateway()
  const accessToken = tokenFor(given)
  const journal = JSON.stringify(given.entries)
  t.notOk(journal.includes(accessToken))
  t.notOk(journal.includes(tokenRequest().clientSecret))
})

t.test('what the merchant sent beside the order is kept with the token', async (t) => {
  const given = gateway()
  const asked = { scope: 'webapi', postLink: success, failurePostLink: failure, secretHash: 'hush' }
  const { entries } = given.when<'issue token'>(tokenRequest({ ...asked, unknownFields: ['extra'] }))
  matches(t, entries, [{ token: { ...asked, unknownFields: ['extra'] } }])
})

t.test('a token lives as long as its quirk says', async (t) => {
  for (const [tokenLifetime, ms] of [
    ['7200', 2 * hourMs],
    ['1200', 20 * minuteMs],
  ] as const) {
    const given = gateway({ settings: settingsWith({ tokenLifetime }) })
    const { token } = given.accepted<'issue token'>(tokenRequest())
    t.equal(token.expiresAt, noon + ms, tokenLifetime)
  }
})

t.test('a token request is refused in the order of checking', async (t) => {
  for (const [asked, refused, field] of [
    [{ grantType: 'implicit', clientId: 'nobody' }, 'grant type unsupported', 'grant_type'],
    [{ clientId: 'nobody', clientSecret: 'wrong' }, 'client unknown', 'client_id'],
    [{ clientSecret: 'wrong', terminal: 'nowhere' }, 'secret wrong', 'client_secret'],
    [{ terminal: 'nowhere', amount: undefined }, 'terminal unknown', 'terminal'],
    [{ terminal: otherShop.terminal }, 'terminal foreign', 'terminal'],
    [{ terminal: undefined, amount: undefined }, 'terminal missing', 'terminal'],
    [{ amount: undefined, currency: undefined }, 'amount missing', 'amount'],
    [{ currency: undefined }, 'currency missing', 'currency'],
  ] as const) {
    const given = gateway()
    matches(t, given.refused<'issue token'>(tokenRequest(asked)), { refused, field }, refused)
  }
})

t.test('a wrong secret is told neither to the merchant nor to the journal', async (t) => {
  const given = gateway()
  const reply = given.refused<'issue token'>(tokenRequest({ clientSecret: 'my-production-secret' }))
  t.notOk(JSON.stringify([reply, given.entries]).includes('my-production-secret'))
})

t.test('a terminal is recognised in any letter case', async (t) => {
  const given = gateway()
  const { token } = given.accepted<'issue token'>(tokenRequest({ terminal: shop.terminal.toUpperCase() }))
  t.equal(token.terminal, shop.terminal)
})

t.test('a token without an invoice needs no terminal and cannot pay', async (t) => {
  const given = gateway()
  const accessToken = tokenFor(given, { invoiceId: undefined, amount: undefined, terminal: undefined })
  const reply = given.refused<'open page'>(opening(accessToken, orderOf()))
  matches(t, reply, { refused: 'token without invoice' })
})

t.test('a token pays only the order it was issued for', async (t) => {
  for (const [order, refused, got, expected] of [
    [{ invoiceId: '000000002' }, 'other invoice', '000000002', '000000001'],
    [{ terminal: otherTerminal }, 'other terminal', otherTerminal, shop.terminal],
    [{ amount: 9_999 }, 'other amount', '99.99', '100'],
    [{ currency: 'USD' }, 'other currency', 'USD', 'KZT'],
  ] as const) {
    const given = gateway()
    const accessToken = tokenFor(given)
    const reply = given.refused<'open page'>(opening(accessToken, orderOf(order)))
    matches(t, reply, { refused, got, expected }, refused)
  }
})

t.test(
  'with the quirk tokenInvoice: free a token pays another invoice, and still not another amount',
  async (t) => {
    const given = gateway({ settings: settingsWith({ tokenInvoice: 'free' }) })
    const accessToken = tokenFor(given)
    const open = (order: object) => opening(accessToken, orderOf(order))
    matches(t, given.refused<'open page'>(open({ invoiceId: '10101112', amount: 1 })), {
      refused: 'other amount',
    })
    t.equal(given.accepted<'open page'>(open({ invoiceId: '10101112' })).page.order.invoiceId, '10101112')
  },
)

t.test('a token that is missing, unknown or expired opens nothing', async (t) => {
  const given = gateway()
  const accessToken = tokenFor(given)
  const asking = (presented: string) =>
    ({ kind: 'ask status', accessToken: presented, invoiceId: '000000001' }) as const
  matches(t, given.refused<'ask status'>(asking('')), { refused: 'token missing' })
  matches(t, given.refused<'ask status'>(asking('NOSUCHTOKEN')), { refused: 'token unknown' })
  given.wait(2 * hourMs - 1)
  given.accepted<'ask status'>(asking(accessToken))
  given.wait(1)
  matches(t, given.refused<'ask status'>(asking(accessToken)), { refused: 'token expired' })
})

t.test('a token that has paid opens no second page but still asks for the status', async (t) => {
  const given = gateway()
  const { accessToken, order } = payment(given)
  matches(t, given.refused<'open page'>(opening(accessToken, order)), {
    refused: 'token used',
  })
  matches(t, given.accepted<'ask status'>({ kind: 'ask status', accessToken, invoiceId: order.invoiceId }), {
    found: true,
    transaction: { status: 'CHARGE' },
  })
})

t.test('two tokens may be asked for one invoice, and only one of them pays', async (t) => {
  const given = gateway()
  const first = pageFor(given)
  const second = pageFor(given)
  t.not(first.accessToken, second.accessToken)
  given.accepted<'pay on page'>(payOn(first.page))
  matches(t, given.refused<'pay on page'>(payOn(second.page)), { refused: 'invoice paid' })
})

t.test('a token expires once, however often its alarm rings', async (t) => {
  const given = gateway()
  const { token } = given.accepted<'issue token'>(tokenRequest())
  const alarm = { what: 'token expires', id: token.digest, at: token.expiresAt } as const
  given.wait(2 * hourMs)
  matches(t, given.when<'ring'>({ kind: 'ring', alarm }).entries, [{ kind: 'token expired' }])
  t.same(given.when<'ring'>({ kind: 'ring', alarm }).entries, [])
})
