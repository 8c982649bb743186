import t from 'tap'
import { Postlink2020, Postlink2025 } from '../../contracts/postlink.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { reasonCodes } from '../../contracts/reason-code.ts'
import { verifyMerchant } from '../../server/verify/merchant.ts'
import { openMerchant, openSandbox } from '../world.ts'
import { readPublished } from './normal.ts'
import { postlinkCases, postlinkPact } from './postlinks.ts'
import { openShop } from './shop.ts'

process.env.PACT_DO_NOT_TRACK = 'true'

interface Pact {
  interactions: { description: string; request: { body: { content: { reasonCode: number } } } }[]
}

t.test(
  'the courier and a mock of a merchant agree, and the published pact is what they agreed on',
  async (t) => {
    const [agreed, published] = [await postlinkPact(), await readPublished('postlinks')]
    t.strictSame(agreed, published, 'when the change is meant: npm run publish:pacts')
  },
)

t.test('every postlink of the published pact keeps the schema of its form', async (t) => {
  const { interactions } = (await readPublished('postlinks')) as Pact
  for (const { description, request } of interactions) {
    const schema = description.includes('2020') ? Postlink2020 : Postlink2025
    t.strictSame(violationsOf(schema, request.body.content), [], description)
  }
})

t.test('each thing a merchant may have to do after a failure has a postlink in both forms', async (t) => {
  const { interactions } = (await readPublished('postlinks')) as Pact
  const codes = interactions.map(({ request }) => request.body.content.reasonCode)
  const advices = codes.map((wanted) => reasonCodes.find(({ code }) => code === wanted)?.advice)
  for (const advice of new Set(reasonCodes.map((row) => row.advice))) {
    // Two successes in each form: a payment and a saved card.
    t.equal(advices.filter((one) => one === advice).length, advice === 'none' ? 4 : 2, advice)
  }
})

t.test('the sample shop takes every postlink, and believes the status service alone', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  const shop = await openShop(t, sandbox)
  const checks = await verifyMerchant({
    url: shop.postlinkUrl,
    statesUrl: shop.statesUrl,
    sandbox: { url: sandbox.url },
  })
  for (const { title, ok, notes } of checks) t.ok(ok, `${title} ${notes.join('. ')}`)
  t.equal(checks.length, postlinkCases.length)

  const states = Map.groupBy(shop.orders.values(), ({ state }) => state)
  t.equal(states.get('paid')?.length, 2)
  t.equal(states.get('card saved')?.length, 2)
  t.equal(states.get('unpaid')?.length, postlinkCases.length - 4)
  const payments = await sandbox.payments()
  for (const order of states.get('paid') ?? []) {
    const payment = payments.find(({ invoiceId }) => invoiceId === order.invoiceId)
    t.equal(order.transactionId, payment?.id)
  }
  const attempts = (await sandbox.postlinks()).flatMap((one) => one.attempts)
  t.same(
    new Set(attempts.map(({ error }) => error)),
    new Set(['lost by a rule: never sent']),
    'nobody but the verifier posted',
  )
})

t.test(
  'a merchant who answers a failure with an error learns which postlinks he does not take',
  async (t) => {
    const merchant = await openMerchant(t)
    merchant.answer = async ({ body }) => (body.includes('"code":"error"') ? 500 : 204)
    const checks = await verifyMerchant({ url: `${merchant.url}/any/path?shop=1` })
    t.equal(checks.filter(({ ok }) => ok).length, 4)
    for (const { ok, title, notes } of checks) {
      t.equal(ok, !title.includes('failed with'))
      if (!ok) t.match(notes[0], /^status: .*500/)
    }
    const posted = merchant.received.filter(({ method }) => method === 'POST')
    t.ok(posted.every(({ path }) => path === '/any/path?shop=1'))
  },
)

t.test('without a handler of states the examples of the pact are posted as they stand', async (t) => {
  const merchant = await openMerchant(t)
  await verifyMerchant({ url: `${merchant.url}/postlink` })
  const { interactions } = (await readPublished('postlinks')) as Pact
  const posted = merchant.received
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body))
  t.strictSame(
    posted,
    interactions.map(({ request }) => request.body.content),
  )
})
