import t, { type Test } from 'tap'
import * as samples from '../../contracts/examples.ts'
import type { Sandbox, SandboxOptions } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  chargeCard,
  lockedCard,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  saveCard,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'

type Fields = Record<string, unknown>

const typesOf = (body: Fields) =>
  Object.entries(body).map(([key, value]) => `${key}: ${value === null ? 'null' : typeof value}`)

const pick = (body: Fields, keys: string[]) => Object.fromEntries(keys.map((key) => [key, body[key]]))

const answerTo = async (sandbox: Sandbox, { request }: samples.TokenSample) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(request)) form.append(name, value)
  const answer = await fetch(sandbox.oauthUrl, { method: 'POST', body: form })
  return { status: answer.status, body: (await answer.json()) as Fields }
}

for (const sample of Object.values(samples.tokenSamples)) {
  t.test(
    `the token request of ${sample.source} is accepted as printed and answered as printed`,
    async (t) => {
      const sandbox = await openSandbox(t)
      const { status, body } = await answerTo(sandbox, sample)
      t.equal(status, 200)
      t.same(typesOf(body), typesOf(sample.answer), 'the same fields in the same order with the same types')
      const expected = {
        ...sample.answer,
        access_token: body.access_token,
      }
      t.same(body, expected)
      t.equal(String(body.access_token).length, String(sample.answer.access_token).length)
    },
  )
}

t.test('the payment object of seed 000 opens the page and saves a card', async (t) => {
  const sandbox = await openSandbox(t)
  const { body: auth } = await answerTo(sandbox, samples.tokenSamples.savingACard)
  const opened = await openPayform(sandbox, { ...samples.verificationObject, auth })
  t.equal(opened.status, 200)
  const { location } = await submitCard(sandbox, opened.page)
  t.match(location, /^result\?page=/)
  matches(t, await sandbox.payments(), [
    {
      status: 'VERIFIED',
      invoiceId: '000000001',
      accountId: 'testuser1',
      amount: 0,
      currency: 'USD',
      cardId: /.{36}/,
    },
  ])
  const result = await (await fetch(`${sandbox.payformUrl}${location}`)).text()
  t.match(result, 'href="https://example.kz/success.html"', 'the stray space is gone')
  matches(t, await sandbox.postlinks(), [{ url: 'https://example.kz/' }])
})

t.test('the payment object of seed 001 opens the page and is paid', async (t) => {
  const sandbox = await openSandbox(t)
  const { body: auth } = await answerTo(sandbox, samples.tokenSamples.paymentPage)
  const opened = await openPayform(sandbox, { ...samples.payObject, auth })
  t.equal(opened.status, 200)
  t.match((await submitCard(sandbox, opened.page)).location, /^result\?page=/)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE', amount: 100, cardId: /.{36}/ }])
  const [postlink] = await sandbox.postlinks()
  t.equal(postlink?.url, samples.payObject.postLink)
  const echoed = [
    'invoiceId',
    'invoiceIdAlt',
    'description',
    'amount',
    'data',
    'currency',
    'phone',
    'name',
    'email',
  ]
  t.same(pick(postlink?.body as Fields, echoed), pick(samples.payObject, echoed))
})

const charge = async (sandbox: Sandbox, invoiceID: string) => {
  const cardId = await saveCard(sandbox)
  const accessToken = await tokenOf(sandbox, { ...samples.tokenSamples.savedCardPayment.request, invoiceID })
  const request = { ...samples.chargeRequest, cardId: { id: cardId } }
  return { cardId, ...(await chargeCard(sandbox, request, { Authorize: `bearer ${accessToken}` })) }
}

t.test('the saved-card payment of seed 004 is accepted as printed and answered as printed', async (t) => {
  const { status, body, cardId } = await charge(await openSandbox(t), samples.chargeRequest.invoiceId)
  t.equal(status, 200)
  t.same(typesOf(body), typesOf(samples.chargeAnswer))
  const echoed = {
    accountId: 'uuid000001',
    amount: 100,
    currency: 'KZT',
    description: 'test',
    phone: '77770000000',
  }
  matches(t, body, {
    ...echoed,
    email: 'buyer@example.com',
    invoiceID: '10101112',
    cardID: cardId,
    language: 'RU',
  })
  matches(t, body, { amountBonus: 0, secure3D: null, reference: /^\d{12}$/, intReference: /^[0-9A-Z]{16}$/ })
})

t.test(
  'the saved card of seed 004 is a fixture: with tokenInvoice=free the sample runs as printed',
  async (t) => {
    const sandbox = await openSandbox(t, { quirks: { tokenInvoice: 'free' } })
    const { body: auth } = await answerTo(sandbox, samples.tokenSamples.savedCardPayment)
    const headers = { Authorize: `bearer ${auth.access_token}` }
    const { status, body } = await chargeCard(sandbox, samples.chargeRequest, headers)
    t.equal(status, 200)
    t.same(typesOf(body), typesOf(samples.chargeAnswer))
    matches(t, await sandbox.payments(), [
      { cardMask: '444444...4444', cardId: samples.chargeRequest.cardId.id },
    ])

    const cards = () =>
      fetch(`${sandbox.apiUrl}/cards/uuid000001`, { headers: bearer(String(auth.access_token)) })
    matches(t, await (await cards()).json(), [
      { ID: samples.chargeRequest.cardId.id, AccountID: 'uuid000001' },
    ])
    const off = `${sandbox.apiUrl}/card/deactivate/${samples.chargeRequest.cardId.id}`
    t.equal((await fetch(off, { method: 'POST', headers: bearer(String(auth.access_token)) })).status, 200)
    matches(t, await (await cards()).json(), { code: 1373 }, 'deactivated it is listed no more')
  },
)

t.test(
  'seed 004 pays 10101112 with a token for 000000001, which the quirk tokenInvoice=free allows',
  async (t) => {
    const { status } = await charge(await openSandbox(t, { quirks: { tokenInvoice: 'free' } }), '000000001')
    t.equal(status, 200)
  },
)

t.test('a refused saved-card payment is answered with exactly the two fields of seed 004', async (t) => {
  const sandbox = await openSandbox(t)
  const accessToken = await tokenOf(sandbox, { invoiceID: '10101112' })
  const request = { ...samples.chargeRequest, cardId: { id: '00000000-0000-4000-9000-000000000000' } }
  const { status, body } = await chargeCard(sandbox, request, bearer(accessToken))
  t.ok(status >= 400 && status < 500)
  t.same(typesOf(body), typesOf(samples.chargeRefusal))
})

t.test('the saved card of each sample is told as its form prints it: mask, brand and issuer', async (t) => {
  for (const [postlinkForm, sample] of [
    ['2025', samples.success2025],
    ['2020', samples.success2020],
  ] as const) {
    const sandbox = await openSandbox(t, { quirks: { postlinkForm } })
    const merchant = await openMerchant(t)
    const accessToken = await tokenOf(sandbox, { invoiceID: '10101112', amount: '100' })
    const request = { ...samples.chargeRequest, cardId: { id: sample.cardId }, postLink: merchant.url }
    matches(t, await chargeCard(sandbox, request, bearer(accessToken)), { status: 200 })
    await settle(sandbox)
    const printed = ['cardId', 'cardMask', 'cardType', 'issuer']
    t.same(pick(merchant.bodies()[0] as Fields, printed), pick(sample, printed), postlinkForm)
  }
})

const orderFields = ['invoiceId', 'invoiceIdAlt', 'amount', 'currency', 'description', 'language']
const buyerFields = ['name', 'email', 'phone']
const place = ['ip', 'ipCity', 'ipCountry', 'ipDistrict', 'ipLatitude', 'ipLongitude', 'ipRegion']

/** Pays an order such that its postlink should read like the sample. */
const postlinkLike = async (t: Test, sample: Fields, options: SandboxOptions, typed: object) => {
  const sandbox = await openSandbox(t, options)
  const merchant = await openMerchant(t)
  const { amount, currency, invoiceId, secret_hash } = sample
  const accessToken = await tokenOf(sandbox, {
    invoiceID: String(invoiceId),
    amount: String(amount),
    currency: String(currency),
    ...(secret_hash ? { secret_hash: String(secret_hash) } : {}),
  })
  const payment = paymentObject(accessToken, {
    ...pick(sample, [...orderFields, ...buyerFields, ...place]),
    accountId: sample.acountId ?? sample.accountId,
    postLink: merchant.url,
    cardSave: true,
  })
  await submitCard(sandbox, (await openPayform(sandbox, payment)).page, typed)
  await settle(sandbox)
  return merchant.bodies()[0] as Fields
}

const echoedByAll = [...orderFields.filter((name) => name !== 'invoiceIdAlt'), ...buyerFields, ...place]

t.test('the success postlink reads like the sample of seed 000', async (t) => {
  const sample = samples.success2025
  const body = await postlinkLike(t, sample, { quirks: { acountId: 'acountId' } }, card)
  t.same(typesOf(body), typesOf(sample))
  const echoed = [
    ...echoedByAll,
    'acountId',
    'code',
    'reason',
    'reasonCode',
    'secret_hash',
    'cardType',
    'secure',
    'secureDetails',
  ]
  t.same(pick(body, echoed), pick(sample, echoed))
  matches(t, body, {
    issuer: 'JSC HALYK BANK',
    approvalCode: /^\d{6}$/,
    cardMask: '440563...5096',
    dateTime: /^2025-02-12T09:42:51(\.\d{1,9})?\+05:00$/,
    reference: /^5043\d{8}$/,
    terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  })
})

t.test('by default the success postlink carries the customer in both spellings', async (t) => {
  const body = await postlinkLike(t, samples.success2025, {}, card)
  const [first, ...rest] = typesOf(samples.success2025)
  t.same(typesOf(body), ['accountId: string', first, ...rest])
  t.equal(body.accountId, samples.success2025.acountId)
  t.equal(body.acountId, samples.success2025.acountId)
})

t.test('the failure postlink reads like the sample of seed 000', async (t) => {
  const sample = samples.failure2025
  const body = await postlinkLike(t, sample, {}, lockedCard)
  t.same(typesOf(body), typesOf(sample))
  const echoed = [...echoedByAll, 'accountId', 'code', 'secret_hash', 'secure', 'secureDetails', 'reasonCode']
  // A locked card is declined with 465; the sample is a buyer who failed 3-D Secure.
  t.same(pick(body, echoed), { ...pick(sample, echoed), reasonCode: 465 })
  t.equal(body.reason, 'Your card is restricted')
  const empty = ['approvalCode', 'cardId', 'cardMask', 'cardType', 'reference']
  t.same(pick(body, empty), pick(sample, empty))
})

const orderOf2020 = [...echoedByAll, 'invoiceIdAlt', 'accountId', 'terminal']

t.test(
  'with the quirk postlinkForm=2020 the success postlink reads like the sample of seed 001',
  async (t) => {
    const sample = samples.success2020
    const body = await postlinkLike(t, sample, { quirks: { postlinkForm: '2020' } }, card)
    t.same(typesOf(body), typesOf(sample))
    const echoed = [
      ...orderOf2020,
      'code',
      'reason',
      'reasonCode',
      'tokenRecipient',
      'cardType',
      'secure',
      'issuer',
    ]
    t.same(pick(body, echoed), pick(sample, echoed))
    matches(t, body, { cardMask: '4405...5096', reference: /^\d{12}$/, cardId: /.{36}/ })
  },
)

t.test(
  'with the quirk postlinkForm=2020 the failure postlink reads like the sample of seed 001',
  async (t) => {
    const sample = samples.failure2020
    const body = await postlinkLike(t, sample, { quirks: { postlinkForm: '2020' } }, lockedCard)
    t.same(typesOf(body), typesOf(sample))
    const echoed = [...orderOf2020, 'code', 'reference', 'reasonCode']
    t.same(pick(body, echoed), { ...pick(sample, echoed), reasonCode: 465 })
    t.equal(body.cardMask, '4003...7597')
    matches(t, body, { issuer: sample.issuer, reason: 'Your card is restricted' })
  },
)
