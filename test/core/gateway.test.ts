import t from 'tap'
import type { Entry } from '../../contracts/entry.ts'
import { hourMs, minuteMs } from '../../contracts/time.ts'
import { decide } from '../../server/core/gateway.ts'
import { createState, settingsOf } from '../../server/core/state.ts'
import { matches } from '../matches.ts'
import {
  gateway,
  goodCard,
  lockedCard,
  opening,
  orderOf,
  otherTerminal,
  pageFor,
  payment,
  payOn,
  plain,
  ringDue,
  settingsWith,
  tokenFor,
  tokenRequest,
  world,
} from './given.ts'

/** A day at the shop: something of every kind happens. */
const day = () => {
  const given = gateway()
  const saved = payment(given, { cardSave: true }).transaction
  const [postlink = ''] = given.state.postlinks.keys()
  ringDue(given)
  const answer = { status: 500, durationMs: 1, responseBody: 'no' }
  given.accepted<'take answer'>({ kind: 'take answer', postlink, attempt: 1, answer })
  given.wait(minuteMs)
  ringDue(given)
  given.accepted<'resume after restart'>({ kind: 'resume after restart' })
  given.accepted<'hold postlink'>({ kind: 'hold postlink', postlink })
  given.accepted<'release postlink'>({ kind: 'release postlink', postlink })
  given.refused<'issue token'>(tokenRequest({ clientSecret: 'wrong' }))
  const { page } = pageFor(given, { invoiceId: '000000002' })
  given.accepted<'pay on page'>(payOn(page, lockedCard))
  const order = orderOf({ invoiceId: '000000003', terminal: otherTerminal })
  const accessToken = tokenFor(given, { invoiceId: '000000003', terminal: otherTerminal })
  const charge = { kind: 'charge saved card', accessToken, order, cardId: saved.cardId, holder: '' } as const
  given.accepted<'charge saved card'>(charge)
  const clock = { mode: 'virtual', now: given.now(), set: true } as const
  given.accepted<'move clock'>({ kind: 'move clock', clock })
  given.wait(3 * hourMs)
  ringDue(given)
  return given
}

t.test('a day at the shop has entries of every kind but none that nobody wrote', async (t) => {
  const kinds = new Set(day().kinds())
  for (const kind of [
    'workspace opened',
    'clock moved',
    'token issued',
    'token expired',
    'page opened',
    'page ended',
    'payment decided',
    'card saved',
    'postlink owed',
    'postlink sent',
    'postlink answered',
    'postlink requeued',
    'postlink held',
    'request refused',
  ] as Entry['kind'][]) {
    t.ok(kinds.has(kind), kind)
  }
})

t.test('replaying the journal gives the same state, alarms included', async (t) => {
  const given = day()
  t.same(given.rebuilt(), plain(given.state))
})

t.test('the same commands at the same moments give the same journal, byte for byte', async (t) => {
  t.equal(JSON.stringify(day().entries), JSON.stringify(day().entries))
})

t.test('the journal never contains a card number, an access token or a client secret', async (t) => {
  const given = gateway()
  const secrets = world.clients.map(({ secret }) => secret)
  const tokens = [payment(given).accessToken, pageFor(given, { invoiceId: '000000002' }).accessToken]
  const journal = JSON.stringify([...given.entries, ...day().entries])
  for (const text of [...tokens, ...secrets, ...world.cards.map(({ pan }) => pan), goodCard.pan]) {
    t.notOk(journal.includes(text), text.slice(0, 4))
  }
})

t.test('the state counts the entries it has seen', async (t) => {
  const given = day()
  t.equal(given.state.seq, given.entries.length)
})

t.test('a refusal is noted with what was asked, why not, and of which invoice', async (t) => {
  const given = gateway()
  payment(given)
  const accessToken = tokenFor(given)
  const { entries } = given.when<'open page'>(opening(accessToken))
  t.same(entries, [
    {
      kind: 'request refused',
      asked: 'open page',
      refused: 'invoice paid',
      invoiceId: '000000001',
      field: 'invoiceId',
      got: '000000001',
      assumed: ['refusals have statuses, codes and words of our own'],
    },
  ])
})

t.test('a refusal changes nothing but the count', async (t) => {
  const given = day()
  const before = plain(given.copy()) as { seq: number }
  for (const asked of [
    tokenRequest({ clientId: 'nobody' }),
    opening('NOSUCHTOKEN'),
    payOn('nowhere'),
    { kind: 'view page', page: 'nowhere' },
    { kind: 'ask status', accessToken: '', invoiceId: '1' },
    { kind: 'charge saved card', accessToken: '', order: orderOf(), cardId: '', holder: '' },
    { kind: 'resend postlink', postlink: 'nowhere' },
  ] as const) {
    given.refused(asked as never)
  }
  t.same({ ...(given.rebuilt() as object), seq: before.seq }, before)
})

t.test('readings leave no entry', async (t) => {
  const given = gateway()
  const { accessToken, page } = payment(given)
  const invoiceId = '000000001'
  t.same(given.when<'ask status'>({ kind: 'ask status', accessToken, invoiceId }).entries, [])
  t.same(given.when<'view page'>({ kind: 'view page', page }).entries, [])
})

t.test('a workspace is opened once with the same settings, and again when they change', async (t) => {
  const given = gateway({ opened: false })
  const open = (settings = settingsWith()) =>
    given.when<'open workspace'>({ kind: 'open workspace', settings }).entries
  matches(t, open(), [{ kind: 'workspace opened', settings: { seed: 'test' } }])
  t.same(open(), [])
  matches(t, open({ ...settingsWith(), cards: '2020' }), [{ settings: { cards: '2020' } }])
})

t.test('a seed is for life', async (t) => {
  const given = gateway()
  const settings = { ...settingsWith(), seed: 'another' }
  t.same(given.when<'open workspace'>({ kind: 'open workspace', settings }).entries, [])
  t.equal(settingsOf(given.state).seed, 'test')
})

t.test('a workspace may be opened at a moment of its own', async (t) => {
  const given = gateway({ opened: false })
  const clock = { mode: 'virtual', now: 0, set: true } as const
  given.when<'open workspace'>({ kind: 'open workspace', settings: settingsWith(), clock })
  t.same(given.state.clock, clock)
})

t.test('nothing can be decided in a workspace that was never opened', async (t) => {
  const command = tokenRequest()
  const moment = { now: 0, draw: () => '0'.repeat(64), digest: (text: string) => text }
  t.throws(() => decide<'issue token'>(createState(world), command, moment), /workspace opened/)
})

t.test('an alarm that was cleared or moved rings in vain', async (t) => {
  const given = gateway()
  const { page } = payment(given)
  const alarm = { what: 'page expires', id: page, at: given.now() + 20 * minuteMs } as const
  t.same(given.when<'ring'>({ kind: 'ring', alarm }), { entries: [], reply: {} })
})
