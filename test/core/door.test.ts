import t from 'tap'
import { dayMs, minuteMs } from '../../contracts/time.ts'
import type { MakeInvoiceLink, MakeQr } from '../../server/core/command.ts'
import { matches } from '../matches.ts'
import {
  type Gateway,
  gateway,
  goodCard,
  lockedCard,
  orderOf,
  otherShop,
  payOn,
  plain,
  ringDue,
  shop,
  success,
  tokenFor,
  tokenRequest,
  twoStages,
} from './given.ts'

/** Links and codes: every command is checked by given.ts to change nothing, every state is rebuilt by its journal. */

const service = (given: Gateway, client = shop) =>
  given.accepted<'issue token'>(
    tokenRequest({
      ...{ clientId: client.client, terminal: client.terminal },
      ...{ invoiceId: undefined, amount: undefined, currency: undefined, secretHash: 'secret' },
    }),
  ).accessToken

const making = (accessToken: string, given: Partial<MakeInvoiceLink> = {}): MakeInvoiceLink => ({
  kind: 'make invoice link',
  accessToken,
  shopId: shop.terminal,
  order: orderOf({ terminal: '' }),
  expirePeriod: '1d',
  language: 'ru',
  contacts: { recipient: 'a@shop.test', recipientSms: '+77770000001', notifier: '', notifierSms: '' },
  unknownFields: [],
  ...given,
})

const open = (link: string) => ({ kind: 'open invoice link', link }) as const

const { invoiceId: _i, terminal: _t, amount: _a, currency: _c, ...wish } = orderOf()
const makingQr = (accessToken: string): MakeQr => ({ kind: 'make qr', accessToken, wish, unknownFields: [] })

t.test('a link leads to a page with a token of its own, and is paid with it', async (t) => {
  const given = gateway()
  const link = given.accepted<'make invoice link'>(making(service(given)))
  const { page } = given.accepted<'open invoice link'>(open(link.id))
  given.accepted<'pay on page'>(payOn(page.id))
  t.same(given.kinds().slice(2), [
    ...['invoice link made', 'token issued', 'page opened'],
    ...['payment decided', 'postlink owed', 'page ended'],
  ])
  const [transaction] = given.state.transactions.values()
  matches(t, transaction, { via: 'invoice link', secretHash: 'secret', token: page.token })
  t.equal(given.state.links.get(link.id)?.ended, 'paid')
  ringDue(given)
  t.same(given.rebuilt(), plain(given.copy()))
})

t.test('opening what is open, or paid, writes nothing', async (t) => {
  const given = gateway()
  const link = given.accepted<'make invoice link'>(making(service(given)))
  const { page } = given.accepted<'open invoice link'>(open(link.id))
  t.same(given.when<'open invoice link'>(open(link.id)).entries, [])
  given.accepted<'pay on page'>(payOn(page.id))
  t.same(given.when<'open invoice link'>(open(link.id)).entries, [])
})

t.test(
  'the bank looks at the token, the shop, the contacts, the order, the invoice, in this order',
  async (t) => {
    const given = gateway()
    const token = service(given)
    const wrong = {
      shopId: otherShop.terminal,
      contacts: { recipient: '', recipientSms: '8', notifier: '', notifierSms: '' },
      order: orderOf({ amount: 0 }),
    }
    const refusedFor = (asked: Partial<MakeInvoiceLink>, accessToken = token) =>
      given.refused<'make invoice link'>(making(accessToken, asked)).refused
    t.equal(refusedFor(wrong, 'NONE'), 'token unknown')
    t.equal(refusedFor(wrong), 'shop unknown')
    const { shopId: _, ...known } = wrong
    t.equal(refusedFor(known), 'recipient missing')
    const named = { ...known, contacts: { ...wrong.contacts, recipient: 'a@shop.test' } }
    t.equal(refusedFor(named), 'telephone wrong')
    t.equal(refusedFor({ order: wrong.order }), 'amount zero')
    given.accepted<'make invoice link'>(making(token))
    t.equal(refusedFor({}), 'link taken')
  },
)

t.test('a link expires once, also when nobody looks; a paid one does not', async (t) => {
  const given = gateway()
  const token = service(given)
  const paid = given.accepted<'make invoice link'>(making(token))
  given.accepted<'pay on page'>(payOn(given.accepted<'open invoice link'>(open(paid.id)).page.id))
  const other = making(token, { order: orderOf({ invoiceId: '000000002', terminal: '' }) })
  const late = given.accepted<'make invoice link'>(other)
  given.wait(dayMs - 1)
  ringDue(given)
  t.equal(given.state.links.get(late.id)?.ended, undefined)
  given.wait(1)
  ringDue(given)
  matches(t, given.entries.at(-1), { kind: 'invoice link ended', link: late.id, how: 'expired' })
  t.equal(given.refused<'open invoice link'>(open(late.id)).refused, 'link over')
  t.equal(given.kinds().filter((kind) => kind === 'invoice link ended').length, 1)
})

t.test('a code that nobody paid is rejected once, with one postlink', async (t) => {
  const given = gateway()
  const qr = given.accepted<'make qr'>(makingQr(tokenFor(given)))
  const scan = { kind: 'scan qr', billNumber: qr.billNumber } as const
  const { page } = given.accepted<'scan qr'>(scan)
  given.accepted<'pay on page'>(payOn(page.id, lockedCard))
  t.same(given.when<'scan qr'>(scan).entries, [], 'scanned again it is the same page')
  given.wait(20 * minuteMs)
  ringDue(given)
  t.same(given.kinds().slice(-5), [
    ...['qr ended', 'payment decided', 'postlink owed', 'page ended', 'postlink sent'],
  ])
  matches(t, given.entries.at(-4), { transaction: { status: 'REJECT', reasonCode: 504, via: 'qr' } })
  matches(t, given.entries.at(-3), { postlink: { kind: 'failure', url: success } })
  t.equal(given.accepted<'scan qr'>(scan).page.ended, 'expired', 'its page tells the buyer')
  t.same(given.rebuilt(), plain(given.copy()))
})

t.test('a paid code is left alone when its time is up', async (t) => {
  const given = gateway()
  const qr = given.accepted<'make qr'>(makingQr(tokenFor(given)))
  const { page } = given.accepted<'scan qr'>({ kind: 'scan qr', billNumber: qr.billNumber })
  given.accepted<'pay on page'>(payOn(page.id, goodCard))
  given.wait(20 * minuteMs)
  ringDue(given)
  t.notOk(given.kinds().includes('qr ended'))
  t.equal(given.state.transactions.size, 1)
})

t.test('a link is good up to its last instant, for as long as it has left, and then no more', async (t) => {
  const given = gateway()
  const link = given.accepted<'make invoice link'>(making(service(given)))
  given.wait(dayMs - 1)
  const { page } = given.accepted<'open invoice link'>(open(link.id))
  t.equal(page.deadline, link.expiresAt, 'its page has no longer either')
  given.wait(1)
  const { refused, got } = given.refused<'open invoice link'>(open(link.id))
  t.same([refused, got], ['link over', `${link.id}, expired`], 'before anybody wrote down that it is over')
  t.equal(given.refused<'pay on page'>(payOn(page.id)).refused, 'page ended')
})

t.test('a code whose money was held is over, and stands rejected when the hold lapses', async (t) => {
  const given = gateway()
  const token = tokenFor(given, { terminal: twoStages })
  const qr = given.accepted<'make qr'>(makingQr(token))
  const scan = { kind: 'scan qr', billNumber: qr.billNumber } as const
  const ask = () =>
    given.accepted<'ask qr'>({
      kind: 'ask qr',
      ...{ accessToken: tokenFor(given, { invoiceId: '000000009' }), billNumber: qr.billNumber },
    }).status
  t.equal(ask(), 'NEW')
  const { page } = given.accepted<'scan qr'>(scan)
  t.equal(ask(), 'SCANNED')
  given.accepted<'pay on page'>(payOn(page.id))
  t.equal(ask(), 'AUTH')
  given.wait(7 * dayMs - 1)
  ringDue(given)
  t.equal(ask(), 'AUTH')
  given.wait(1)
  ringDue(given)
  t.equal(ask(), 'REJECTED')
  t.same(
    [...given.state.transactions.values()].map(({ status }) => status),
    ['CANCEL_OLD'],
    'and nothing else became of it',
  )
})
