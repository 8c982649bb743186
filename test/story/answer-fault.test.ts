import t from 'tap'
import type { AnswerFault, RuleOperation } from '../../contracts/rule.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  chargeBody,
  journal,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  settle,
  tokenForm,
  tokenOf,
} from '../world.ts'
import { anyCardId, newInvoice } from './attempt.ts'

type Ask = () => Promise<Response>

/** One call to the bank: prepared, so that the rule changes nothing else; and whether it has happened. */
interface Call {
  operation: RuleOperation
  prepare(sandbox: Sandbox, invoiceId: string, postLink: string): Promise<Ask>
  happened(sandbox: Sandbox, invoiceId: string): Promise<boolean>
  /** How a good answer is recognised. */
  status: number
}

const paid = async (sandbox: Sandbox, invoiceId: string) =>
  (await sandbox.payments()).some((payment) => payment.invoiceId === invoiceId)

const calls: Call[] = [
  {
    operation: 'token',
    status: 200,
    prepare: async (sandbox, invoiceID) => () =>
      fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(tokenForm({ invoiceID })) }),
    happened: async (sandbox, invoiceId) =>
      (await journal(sandbox)).some(
        (entry) =>
          entry.kind === 'token issued' && (entry.token as { invoiceId: string }).invoiceId === invoiceId,
      ),
  },
  {
    operation: 'page',
    status: 303,
    async prepare(sandbox, invoiceId, postLink) {
      const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
      const { page } = await openPayform(sandbox, paymentObject(accessToken, { invoiceId, postLink }))
      const body = new URLSearchParams({ page, ...card })
      return () => fetch(`${sandbox.payformUrl}pay`, { method: 'POST', body, redirect: 'manual' })
    },
    happened: paid,
  },
  {
    operation: 'savedCard',
    status: 200,
    async prepare(sandbox, invoiceId, postLink) {
      const headers = {
        ...bearer(await tokenOf(sandbox, { invoiceID: invoiceId })),
        'content-type': 'application/json',
      }
      const body = JSON.stringify(chargeBody(anyCardId, { invoiceId, postLink }))
      return () => fetch(`${sandbox.apiUrl}/payments/cards/auth`, { method: 'POST', headers, body })
    },
    happened: paid,
  },
  {
    operation: 'status',
    status: 200,
    async prepare(sandbox, invoiceId) {
      const headers = bearer(await tokenOf(sandbox, { invoiceID: invoiceId }))
      return () => fetch(`${sandbox.apiUrl}/check-status/payment/transaction/${invoiceId}`, { headers })
    },
    // Asking changes nothing that could be seen.
    happened: async () => false,
  },
]

/** Everything that arrives until the connection ends, one way or the other. */
const received = async (answer: Response): Promise<{ text: string; whole: boolean }> => {
  let text = ''
  try {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString()
    return { text, whole: true }
  } catch {
    return { text, whole: false }
  }
}

const isCut = (error: unknown) => /socket|reset|closed|terminated/i.test(String((error as Error).cause))

const override = async (t: { teardown(run: () => unknown): void }, call: Call, answer: AnswerFault) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const invoiceId = newInvoice()
  const ask = await call.prepare(sandbox, invoiceId, merchant.url)
  // The page's own token belongs to the preparation.
  await sandbox.rules.add({ when: { operation: call.operation }, then: { answer }, times: 1 })
  return { sandbox, merchant, invoiceId, ask }
}

for (const call of calls) {
  const { operation } = call
  const changes = operation !== 'status'

  t.test(`${operation}: a lost answer means that it happened and the connection is cut`, async (t) => {
    const { sandbox, merchant, invoiceId, ask } = await override(t, call, 'lost')
    await t.rejects(
      ask().catch((error) => Promise.reject(isCut(error) ? new Error('cut') : error)),
      { message: 'cut' },
    )
    t.equal(await call.happened(sandbox, invoiceId), changes)
    await settle(sandbox)
    t.equal(
      merchant.received.length,
      operation === 'page' || operation === 'savedCard' ? 1 : 0,
      'the shop is told',
    )
    t.same(await sandbox.rules.list(), [])
  })

  t.test(
    `${operation}: a refused call does not happen and the connection is cut; the next one is good`,
    async (t) => {
      const { sandbox, merchant, invoiceId, ask } = await override(t, call, 'refused')
      await t.rejects(
        ask().catch((error) => Promise.reject(isCut(error) ? new Error('cut') : error)),
        { message: 'cut' },
      )
      t.equal(await call.happened(sandbox, invoiceId), false)
      await settle(sandbox)
      t.same(merchant.received, [])
      t.equal((await ask()).status, call.status)
      t.equal(await call.happened(sandbox, invoiceId), changes)
    },
  )

  t.test(`${operation}: a status with a body is answered, and nothing happens`, async (t) => {
    const fault = { status: 502, body: { error: 'bad gateway' } }
    const { sandbox, invoiceId, ask } = await override(t, call, fault)
    const answer = await ask()
    t.equal(answer.status, 502)
    t.same(await answer.json(), { error: 'bad gateway' })
    t.equal(await call.happened(sandbox, invoiceId), false)
    t.equal((await ask()).status, call.status)
  })

  t.test(`${operation}: a status may hide that it happened; text is sent as text`, async (t) => {
    const fault = { status: 504, body: '<h1>Gateway Time-out</h1>', happens: true }
    const { sandbox, invoiceId, ask } = await override(t, call, fault)
    const answer = await ask()
    t.equal(answer.status, 504)
    t.equal(await answer.text(), '<h1>Gateway Time-out</h1>')
    t.equal(await call.happened(sandbox, invoiceId), changes)
  })

  t.test(`${operation}: a status without a body says that a rule did it`, async (t) => {
    const { ask } = await override(t, call, { status: 500 })
    const answer = await ask()
    matches(
      t,
      { status: answer.status, body: await answer.json() },
      { status: 500, body: { code: -1, message: /rule/ } },
    )
  })

  t.test(`${operation}: slow headers come late and whole`, async (t) => {
    const { sandbox, invoiceId, ask } = await override(t, call, { headersAfterMs: 40 })
    const started = performance.now()
    const answer = await ask()
    t.ok(performance.now() - started >= 39)
    t.equal(answer.status, call.status)
    t.ok((await received(answer)).whole)
    t.equal(await call.happened(sandbox, invoiceId), changes)
  })

  t.test(`${operation}: a slow body comes in pieces and whole`, async (t) => {
    const { sandbox, invoiceId, ask } = await override(t, call, { bodyOverMs: 40 })
    const started = performance.now()
    const answer = await ask()
    const { text, whole } = await received(answer)
    t.ok(performance.now() - started >= 30)
    t.ok(whole)
    t.equal(answer.status, call.status)
    if (operation === 'page')
      t.match(answer.headers.get('location'), /^result/, 'a redirect has no body to be slow with')
    else t.type(JSON.parse(text), 'object')
    t.equal(await call.happened(sandbox, invoiceId), changes)
  })

  if (operation === 'page') continue
  t.test(`${operation}: half of the JSON arrives under the whole length`, async (t) => {
    const { sandbox, invoiceId, ask } = await override(t, call, 'half')
    const answer = await ask()
    t.equal(answer.status, 200)
    const { text, whole } = await received(answer)
    t.notOk(whole)
    t.equal(text.length, Math.ceil(Number(answer.headers.get('content-length')) / 2))
    t.match(text, /^{"/)
    t.throws(() => JSON.parse(text))
    t.equal(await call.happened(sandbox, invoiceId), changes)
  })
}

t.test('half of a redirect is none: the page is paid and the buyer sees nothing', async (t) => {
  const page = calls.find(({ operation }) => operation === 'page') as Call
  const { sandbox, invoiceId, ask } = await override(t, page, 'half')
  await t.rejects(ask())
  t.ok(await page.happened(sandbox, invoiceId))
})

t.test('a delay holds the answer back and changes nothing else', async (t) => {
  const sandbox = await openSandbox(t)
  await sandbox.rules.add({ when: { operation: 'token' }, then: { delayMs: 40 }, times: 1 })
  const started = performance.now()
  await tokenOf(sandbox)
  t.ok(performance.now() - started >= 39)
  t.same(await sandbox.rules.list(), [])
})

t.test('a fault and an outcome go together', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const saved = calls.find(({ operation }) => operation === 'savedCard') as Call
  const ask = await saved.prepare(sandbox, newInvoice(), merchant.url)
  await sandbox.rules.add({ then: { reasonCode: 484, answer: 'lost', postlink: { copies: 2 } } })
  await t.rejects(ask())
  await settle(sandbox)
  matches(t, await sandbox.payments(), [{ reasonCode: 484 }])
  matches(t, merchant.bodies(), [{ reasonCode: 484 }, { reasonCode: 484 }])
})

t.test('a page of the shop may read a slow and a half answer as any other', async (t) => {
  const token = calls.find(({ operation }) => operation === 'token') as Call
  for (const fault of [{ bodyOverMs: 10 }, 'half'] as const) {
    const { sandbox } = await override(t, token, fault)
    const body = new URLSearchParams(tokenForm())
    const answer = await fetch(sandbox.oauthUrl, {
      method: 'POST',
      body,
      headers: { origin: 'http://shop.test' },
    })
    t.equal(answer.headers.get('access-control-allow-origin'), '*')
    await received(answer)
  }
})
