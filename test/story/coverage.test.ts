import t from 'tap'
import { behaviours } from '../../contracts/behaviour.ts'
import type { CoverageView } from '../../server/readings/coverage/table.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  control,
  lockedCard,
  openMerchant,
  openSandbox,
  payThroughPage,
  requestToken,
  serviceToken,
  settle,
} from '../world.ts'
import { inWorkspace, put } from './rooms.ts'

const coverageOf = async (sandbox: Sandbox, query = '') =>
  (await control(sandbox, 'GET', `coverage${query}`)).body as unknown as CoverageView

const metIn = ({ behaviours }: CoverageView) => behaviours.filter(({ met }) => met).map(({ id }) => id)

const rule = (sandbox: Sandbox, then: object, operation?: string) =>
  control(sandbox, 'POST', 'rules', { ...(operation ? { when: { operation } } : {}), then, times: 1 })

const order = (invoiceId: string, more: object = {}) => ({
  token: { invoiceID: invoiceId },
  order: { invoiceId, ...more },
})

const ask = (sandbox: Sandbox, token: string, path: string, method = 'GET') =>
  fetch(`${sandbox.apiUrl}/${path}`, { method, headers: bearer(token) })
    .then((answer) => answer.text())
    .catch(() => 'cut')
const status = (sandbox: Sandbox, token: string, invoiceId = '000000001') =>
  ask(sandbox, token, `check-status/payment/transaction/${invoiceId}`)

t.test('nothing is counted before anything is called', async (t) => {
  const sandbox = await openSandbox(t)
  matches(t, await coverageOf(sandbox), { met: 0, of: 0, percent: 0, uses: [], behaviours: [] })
})

t.test('only what was called is counted: the figure says of what', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox)
  const seen = await coverageOf(sandbox)
  t.same(seen.uses, [{ use: 'token', name: 'POST epay2/oauth2/token' }])
  t.equal(seen.of, behaviours.filter(({ use }) => use === 'token').length)
  t.same(metIn(seen), ['token/answered', 'token/expiresIn=number', 'token/tokenLifetime=7200'])
  t.equal(seen.percent, Math.floor((1000 * seen.met) / seen.of) / 10)
})

t.test('what was never met says how to provoke it, and what was met who met it', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  await control(sandbox, 'POST', 'marks', { name: 'checkout › declined' })
  await payThroughPage(sandbox, { ...order('000000002'), typed: { ...card, holder: 'CODE 484' } })
  const rows = (await coverageOf(sandbox)).behaviours
  const of = (id: string) => rows.find((row) => row.id === id)
  t.same(of('page/charged')?.by, [{ workspace: 'default' }])
  matches(t, of('page/answered'), {
    count: 2,
    by: [{ workspace: 'default' }, { mark: 'checkout › declined' }],
  })
  t.equal(of('page/charged')?.provoke, undefined)
  matches(t, of('page/declined: ask status'), { met: false, provoke: 'epay-sandbox trigger 454' })
})

for (const [operation, call] of [
  ['token', (sandbox: Sandbox) => requestToken(sandbox).catch(() => {})],
  ['status', async (sandbox: Sandbox, token: string) => status(sandbox, token)],
] as const) {
  t.test(`every fault of the answer of ${operation} is met by the rule that provokes it`, async (t) => {
    const sandbox = await openSandbox(t)
    const token = await serviceToken(sandbox)
    for (const [key, then] of Object.entries({
      lost: { answer: 'lost' },
      refused: { answer: 'refused' },
      half: { answer: 'half' },
      http: { answer: { status: 502 } },
      slow: { delayMs: 1 },
    })) {
      await rule(sandbox, then, operation)
      await call(sandbox, token)
      t.ok(metIn(await coverageOf(sandbox)).includes(`${operation}/${key}`), key)
    }
  })
}

t.test('an answer that is held up somewhere is a slow one, and money that is held is held', async (t) => {
  const sandbox = await openSandbox(t, { stages: 'two' })
  await rule(sandbox, { answer: { headersAfterMs: 1 } }, 'token')
  await requestToken(sandbox)
  await payThroughPage(sandbox)
  const met = metIn(await coverageOf(sandbox))
  for (const [id, isMet] of Object.entries({
    ...{ 'token/slow': true, 'token/http': false, 'page/held': true, 'page/charged': false },
  }))
    t.equal(met.includes(id), isMet, id)
})

t.test('every decline is met under its family, a payment after one, and 3-D Secure', async (t) => {
  const sandbox = await openSandbox(t)
  const families = behaviours.filter(({ id }) => id.startsWith('page/declined'))
  for (const [i, { id, provoke }] of families.entries()) {
    await rule(sandbox, { reasonCode: Number(provoke?.split(' ').at(-1)) })
    await payThroughPage(sandbox, order(`10000000${i}`))
    t.ok(metIn(await coverageOf(sandbox)).includes(id), id)
  }
  const { page, submit } = await twiceOnOnePage(sandbox)
  await submit(lockedCard)
  await submit(card)
  t.ok(page)
  t.ok(metIn(await coverageOf(sandbox)).includes('page/again'))
})

const twiceOnOnePage = async (sandbox: Sandbox) => {
  const { openPayform, paymentObject, submitCard, tokenOf } = await import('../world.ts')
  const token = await tokenOf(sandbox, { invoiceID: '310000777' })
  const { page } = await openPayform(sandbox, paymentObject(token, { invoiceId: '310000777' }))
  return { page, submit: (typed: object) => submitCard(sandbox, page, typed) }
}

t.test('statuses, refusals, operations and their parts are met', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const token = await serviceToken(sandbox)
  await status(sandbox, token)
  await status(sandbox, token, '999999999')
  const [payment] = await sandbox.payments()
  for (const path of ['?amount=30', '?amount=500', '', '']) {
    await ask(sandbox, token, `operation/${payment?.id}/refund${path}`, 'POST')
  }
  await status(sandbox, token)
  await control(sandbox, 'POST', 'clock', { advance: 'PT3H' })
  await status(sandbox, token)
  await requestToken(sandbox, { client_secret: 'rotated' })
  t.same(
    metIn(await coverageOf(sandbox)).filter((id) => /^(status|refund)|secret/.test(id)),
    [
      'token/secret wrong',
      'refund/answered',
      'refund/not lawful',
      'refund/amount too large',
      'refund/whole',
      'refund/part',
      'status/answered',
      'status/token expired',
      'status/answers CHARGE',
      'status/answers REFUND',
      'status/answers 102',
    ],
  )
})

t.test('every fault of a postlink is met once it is sent, and a retry after no 2xx', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const faults = behaviours.filter(
    ({ use, provoke }) => use === 'postlinks' && provoke?.includes('"postlink"'),
  )
  for (const [i, { provoke = '' }] of faults.entries()) {
    const then = JSON.parse(provoke.slice(provoke.indexOf('{'), -1)).then
    await control(sandbox, 'POST', 'rules', { then, times: 1 })
    await payThroughPage(sandbox, order(`20000000${String(i).padStart(2, '0')}`, { postLink: merchant.url }))
  }
  merchant.answer = async () => 503
  await payThroughPage(sandbox, { ...order('210000777', { postLink: merchant.url }), typed: lockedCard })
  await settle(sandbox)
  await control(sandbox, 'POST', 'clock', { advance: 'PT2H' })
  const met = metIn(await coverageOf(sandbox)).filter((id) => id.startsWith('postlinks/'))
  const waits = ['postlinks/late']
  t.same(
    behaviours
      .filter(({ id, use }) => use === 'postlinks' && !met.includes(id) && !id.includes('='))
      .map(({ id }) => id),
    waits,
    'a late one waits for the status to change',
  )
})

t.test(
  'a workspace counts its own, all of them are counted together, and a reset forgets nothing',
  async (t) => {
    const sandbox = await openSandbox(t)
    await put(sandbox, 'other')
    const other = inWorkspace(sandbox, 'other')
    await requestToken(other)
    await payThroughPage(sandbox)
    t.same(
      (await coverageOf(other)).uses.map(({ use }) => use),
      ['token'],
    )
    t.same(
      (await coverageOf(sandbox, '?workspaces=all')).behaviours.find(({ id }) => id === 'token/answered')?.by,
      [{ workspace: 'other' }, { workspace: 'default' }],
    )
    await control(sandbox, 'POST', 'reset')
    t.ok((await coverageOf(sandbox)).met > 0)
  },
)

t.test('it speaks three languages, and says what it does not take', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox)
  const [first] = (await coverageOf(sandbox, '?lang=rus')).behaviours
  t.equal(first?.what, 'отвечает')
  matches(t, await control(sandbox, 'GET', 'coverage?workspaces=mine'), { status: 400 })
})
