import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  chargeBody,
  chargeCard,
  control,
  openMerchant,
  openSandbox,
  settle,
  tokenOf,
} from '../world.ts'
import {
  answerWith,
  approved,
  askedByApi,
  askedOnPage,
  askingCard,
  hiddenOf,
  poor,
  rightCode,
  submit,
  toIssuer,
} from './issuer.ts'
import { dollars, serviceOf } from './operating.ts'

const alwaysAsk = (sandbox: Sandbox) => control(sandbox, 'POST', 'rules', { then: { threeDS: 'challenge' } })

const shopLinks = {
  backLink: 'https://shop.example/ok?order=1&flag#top',
  failureBackLink: 'https://shop.example/bad?a=%20b',
}

t.test('a rule asks: secure3D tells where, the status is 3D, and confirmPayment finishes', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await alwaysAsk(sandbox)
  const { answer, secure3D, accessToken } = await askedByApi(sandbox, {
    ...shopLinks,
    postLink: merchant.url,
  })
  t.equal(answer.status, 200)
  matches(t, answer.body, {
    code: 0,
    status: '3D',
    reference: '',
    email: '',
    intReference: '',
    secure3D: {
      paReq: /^[A-Za-z0-9+/=]+$/,
      md: /^[0-9a-f-]{36}$/,
      action: `${sandbox.url}/acs/`,
      termURL: `${sandbox.url}/api/payments/cards/confirmPayment?Access=${accessToken}`,
    },
  })
  t.equal(secure3D.MD, secure3D.md, 'Android reads MD')
  const status = () => askStatus(sandbox, accessToken, '000000001')
  matches(t, (await status()).body, { transaction: { statusName: '3D', id: answer.body.id } })
  await settle(sandbox)
  t.equal(merchant.received.length, 0)

  const screen = await toIssuer(secure3D)
  const end = await answerWith(screen, { code: rightCode(screen) })
  const { transaction } = (await status()).body as { transaction: Record<string, unknown> }
  matches(t, transaction, { statusName: 'CHARGE', secure: true, secureDetails: 'C' })
  t.equal(
    end.left,
    `https://shop.example/ok?order=1&flag&result=ok&reference=${transaction.reference}#top`,
    'the link of the shop stays as it was written',
  )
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok', secure: 'yes', secureDetails: 'C', id: answer.body.id }])
})

for (const [what, typed, reasonCode] of [
  ['three wrong codes', undefined, 473],
  ['a cancelled question', { cancel: 'true' }, 499],
] as const) {
  t.test(`${what} send the browser to failureBackLink with errorCode=${reasonCode}`, async (t) => {
    const sandbox = await openSandbox(t)
    await alwaysAsk(sandbox)
    const { secure3D } = await askedByApi(sandbox, shopLinks)
    const screen = await toIssuer(secure3D)
    if (!typed) for (const code of ['1', '2']) await submit(screen, { code })
    const end = await answerWith(screen, typed ?? { code: '3' })
    t.equal(end.left, `https://shop.example/bad?a=%20b&result=error&errorCode=${reasonCode}`)
    matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode }])
  })
}

t.test('a time-out sends a late browser on with errorCode=877', async (t) => {
  const sandbox = await openSandbox(t)
  await alwaysAsk(sandbox)
  const { secure3D } = await askedByApi(sandbox, { backLink: 'https://shop.example/' })
  const screen = await toIssuer(secure3D)
  await sandbox.clock.advance('PT5M')
  const end = await answerWith(screen, { code: rightCode(screen) })
  t.equal(end.left, 'https://shop.example/?result=error&errorCode=877')
})

t.test('a decline after the right code is told as recognised: secure yes, and its own code', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  await alwaysAsk(sandbox)
  const { secure3D } = await askedByApi(sandbox, { ...shopLinks, postLink: merchant.url }, poor)
  const screen = await toIssuer(secure3D)
  const end = await answerWith(screen, { code: rightCode(screen) })
  t.match(end.left, /result=error&errorCode=484$/)
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'error', reasonCode: 484, secure: 'yes', secureDetails: 'C' }])
})

t.test('a shop without links gets a page that says how it ended', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { savedCardFields: 'optional' } })
  await alwaysAsk(sandbox)
  const asked = await askedByApi(sandbox, { language: 'kaz', backLink: '' })
  const screen = await toIssuer(asked.secure3D)
  t.match((await answerWith(screen, { code: rightCode(screen) })).html, /acs-done">Төлем расталды/)
  const other = await askedByApi(sandbox, { language: 'eng', invoiceId: '000000002', backLink: '' }, poor)
  const refused = await toIssuer(other.secure3D)
  const html = (await answerWith(refused, { code: rightCode(refused) })).html
  t.match(html, /acs-done">Payment declined/)
  t.match(html, /484/)
})

/** A shop that takes the issuer's word itself, as some do (wire/core §3.3). */
const openTermUrl = async (t: { teardown(run: () => unknown): void }) => {
  const got: Record<string, string>[] = []
  const server = createServer(async (request, response) => {
    got.push(Object.fromEntries(new URLSearchParams(await text(request))))
    response.end('thank you')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/3ds?cart=7` }
}

const post = async (url: string, body: object | URLSearchParams, headers: Record<string, string> = {}) => {
  const json = body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: body instanceof URLSearchParams ? body : JSON.stringify(body),
    redirect: 'manual',
  })
  const type = answer.headers.get('content-type') ?? ''
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    body: (type.includes('json') ? await answer.json() : await answer.text()) as unknown,
  }
}

/** The issuer's word on the way to the shop, for anyone who wants to carry it. */
const word = async (sandbox: Sandbox, given: Record<string, unknown> = {}) => {
  const asked = await askedByApi(sandbox, { ...shopLinks, ...given })
  const screen = await toIssuer(asked.secure3D)
  const back = await submit(screen, { code: rightCode(screen) })
  const { MD = '', PaRes = '' } = hiddenOf(back.html)
  return { ...asked, MD, PaRes, id: String(asked.answer.body.id) }
}

t.test("a merchant's own TermUrl gets PaRes and MD, and its server confirms", async (t) => {
  const sandbox = await openSandbox(t)
  const shop = await openTermUrl(t)
  await alwaysAsk(sandbox)
  const { secure3D, accessToken } = await askedByApi(sandbox, shopLinks)
  const screen = await toIssuer(secure3D, shop.url)
  const back = await submit(screen, { code: rightCode(screen) })
  t.match(back.html, `action="${shop.url}"`)
  const arrived = await submit(back)
  t.equal(arrived.html, 'thank you')
  matches(t, shop.got, [{ MD: secure3D.md, PaRes: /^[0-9a-f]{32}$/ }])
  matches(t, await sandbox.payments(), [{ status: '3D' }], 'until the shop confirms')

  const { MD, PaRes } = shop.got[0] as Record<string, string>
  const answer = await post(`${sandbox.apiUrl}/payment/confirm`, { MD, PaRes }, bearer(accessToken))
  matches(t, answer, {
    status: 303,
    location: /^https:\/\/shop\.example\/ok\?.*result=ok&reference=\d{12}#top$/,
  })
  matches(t, await sandbox.payments(), [{ status: 'CHARGE' }])
})

type Word = Awaited<ReturnType<typeof word>>
const spellings: Record<string, [string, (w: Word) => object | URLSearchParams]> = {
  '{ID, PaRes, MD} as JSON': ['payment/confirm', ({ id, MD, PaRes }) => ({ ID: id, PaRes, MD })],
  '{ID, PaRes}': ['payment/confirm', ({ id, PaRes }) => ({ ID: id.toUpperCase(), PaRes })],
  'lower case': ['payment/confirm', ({ MD, PaRes }) => ({ md: MD, paRes: PaRes })],
  'a form': ['payment/confirm', ({ MD, PaRes }) => new URLSearchParams({ MD, PaRes })],
  'an older Android form': [
    'payments/cards/confirm',
    ({ MD, PaRes }) => new URLSearchParams({ MD, PaRes, PaReq: 'x', TermUrl: 'https://x.example/' }),
  ],
  confirmPayment: ['payments/cards/confirmPayment', ({ MD, PaRes }) => ({ MD, PaRes })],
}

for (const root of ['', '/api']) {
  for (const [what, [path, body]] of Object.entries(spellings)) {
    t.test(`the word is taken as ${what} at "${root}/${path}"`, async (t) => {
      const sandbox = await openSandbox(t)
      await alwaysAsk(sandbox)
      const carried = await word(sandbox)
      const answer = await post(`${sandbox.url}${root}/${path}`, body(carried))
      matches(t, answer, { status: 303, location: /result=ok/ })
      matches(t, await post(`${sandbox.url}${root}/${path}`, body(carried)), answer, 'again: the same')
      t.equal((await sandbox.payments()).length, 1)
    })
  }
}

t.test('a forged word, another payment’s word and half a word are refused and pay nothing', async (t) => {
  const sandbox = await openSandbox(t)
  await alwaysAsk(sandbox)
  const one = await word(sandbox)
  const two = await askedByApi(sandbox, { invoiceId: '000000002' })
  const MD = two.secure3D.md
  const id = String(two.answer.body.id)
  for (const body of [
    { MD, PaRes: 'f'.repeat(32) },
    { MD, PaRes: one.PaRes },
    { MD, PaRes: '' },
    { MD },
    { PaRes: one.PaRes },
    {},
    { ID: id, PaRes: one.PaRes },
    { ID: id, MD: one.MD, PaRes: one.PaRes },
    { ID: '', MD: 'nonsense', PaRes: one.PaRes },
  ]) {
    const answer = await post(`${sandbox.apiUrl}/payment/confirm`, body)
    matches(
      t,
      answer,
      { status: 400, body: { code: -1, message: /Challenge is not found/ } },
      JSON.stringify(body),
    )
    t.same(Object.keys(answer.body as object), ['code', 'message'])
  }
  matches(t, await sandbox.payments(), [{ status: '3D' }, { status: '3D' }])
})

t.test('a word comes with a token of its own merchant or with none', async (t) => {
  const sandbox = await openSandbox(t)
  await alwaysAsk(sandbox)
  const { MD, PaRes, accessToken } = await word(sandbox)
  const confirm = (query: string, headers = {}) =>
    post(`${sandbox.apiUrl}/payments/cards/confirmPayment${query}`, { MD, PaRes }, headers)
  matches(t, await confirm('?Access=NOPE'), { status: 401, body: { message: /Token is not valid/ } })
  matches(t, await confirm('', bearer('NOPE')), { status: 401 })
  const stranger = await serviceOf(sandbox, dollars)
  matches(t, await confirm('', bearer(stranger)), {
    status: 400,
    body: { message: /Challenge is not found/ },
  })
  matches(t, await sandbox.payments(), [{ status: '3D' }])
  matches(t, await confirm('', bearer(await serviceOf(sandbox))), { status: 303 }, 'a fresh one will do')
  matches(t, await confirm(`?access=${accessToken}`), { status: 303 })
  matches(t, await confirm(''), { status: 303 })
})

t.test('a token that ran out while the buyer looked for the telephone still finishes', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { tokenLifetime: '1200' } })
  await alwaysAsk(sandbox)
  const accessToken = await tokenOf(sandbox)
  await sandbox.clock.advance('PT19M')
  const answer = await chargeCard(sandbox, chargeBody(approved, shopLinks), bearer(accessToken))
  const screen = await toIssuer(answer.body.secure3D as never)
  await sandbox.clock.advance('PT4M')
  t.match((await answerWith(screen, { code: rightCode(screen) })).left, /result=ok/)
})

for (const termUrl of ['javascript:alert(1)', 'data:text/html,x', '/relative', 'ftp://x.example/', '']) {
  t.test(`the issuer sends nobody to TermUrl "${termUrl}"`, async (t) => {
    const sandbox = await openSandbox(t)
    await alwaysAsk(sandbox)
    const { secure3D } = await askedByApi(sandbox)
    const screen = await toIssuer(secure3D, termUrl)
    t.equal(screen.status, 400)
    t.match(screen.html, /data-testid="acs-trouble"/)
    t.match(screen.html, /TermUrl/)
    t.notMatch(screen.html, /href="javascript|action="/)
    const form = new URLSearchParams({ MD: secure3D.md, TermUrl: termUrl, code: '1' })
    matches(t, await post(`${sandbox.url}/acs/answer`, form), {
      status: 400,
      body: { code: -1, message: /TermUrl.*absolute http/ },
    })
  })
}

t.test('the issuer does not know a question nobody asked', async (t) => {
  const sandbox = await openSandbox(t)
  for (const path of ['acs/', 'acs/answer']) {
    const form = new URLSearchParams({ MD: '<b>x</b>', TermUrl: 'https://shop.example/' })
    matches(t, await post(`${sandbox.url}/${path}`, form), { status: 400, body: { message: /not found/ } })
    const page = await post(`${sandbox.url}/${path}`, form, { accept: 'text/html' })
    t.equal(page.status, 400)
    t.match(page.body, /&lt;b&gt;x/)
    t.notMatch(page.body, /<b>x/)
  }
})

t.test(
  'the terminal’s setting asks everybody, says F when frictionless, and a rule may call it off',
  async (t) => {
    const terminal = '33333333-3333-4333-8333-333333333333'
    const other = '44444444-4444-4444-8444-444444444444'
    const sandbox = await openSandbox(t, {
      terminals: [
        { id: terminal, client: 'test', threeDS: 'challenge' },
        { id: other, client: 'test', threeDS: 'frictionless' },
      ],
    })
    const charge = async (terminalId: string, invoiceId: string) => {
      const token = await tokenOf(sandbox, { terminal: terminalId, invoiceID: invoiceId })
      return chargeCard(sandbox, chargeBody(approved, { terminalId, invoiceId }), bearer(token))
    }
    matches(t, await charge(terminal, '000000001'), {
      status: 200,
      body: { status: '3D', secure3D: { md: /-/ } },
    })
    matches(t, await charge(other, '000000002'), { status: 200, body: { secure3D: null } })
    await control(sandbox, 'POST', 'rules', { then: { threeDS: 'off' } })
    matches(t, await charge(terminal, '000000003'), { status: 200, body: { secure3D: null } })
    const secure = async (terminalId: string, invoiceId: string) => {
      const { body } = await askStatus(sandbox, await serviceOf(sandbox, { terminal: terminalId }), invoiceId)
      const { statusName, secure, secureDetails } = body.transaction as Record<string, unknown>
      return [statusName, secure, secureDetails]
    }
    t.same(await secure(terminal, '000000001'), ['3D', false, ''])
    t.same(await secure(other, '000000002'), ['CHARGE', true, 'F'])
    t.same(await secure(terminal, '000000003'), ['CHARGE', false, ''])
  },
)

t.test('a rule asks on the page too, and its postlink fault waits for the outcome', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const rule = { then: { threeDS: 'challenge', postlink: { copies: 2 } }, times: 1 }
  await control(sandbox, 'POST', 'rules', rule)
  const card = { pan: '4405639704015096', expiry: '01/27', cvc: '321', holder: 'TEST TEST' }
  const { screen } = await askedOnPage(sandbox, { card, order: { postLink: merchant.url } })
  await answerWith(screen, { code: rightCode(screen) })
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ code: 'ok' }, { code: 'ok' }])
})

t.test('a rule that calls 3-D Secure off is stronger than a card that always asks', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', { then: { threeDS: 'off' } })
  const { screen } = await askedOnPage(sandbox)
  t.match(screen.html, /data-testid="result-ok"/)
})

t.test('a saved card that always asks asks again when it is charged', async (t) => {
  const sandbox = await openSandbox(t)
  const { screen } = await askedOnPage(sandbox, { card: askingCard(), order: { cardSave: true } })
  await answerWith(screen, { code: rightCode(screen) })
  const cardId = (await sandbox.payments())[0]?.cardId ?? ''
  const { answer, secure3D } = await askedByApi(sandbox, { ...shopLinks, invoiceId: '000000002' }, cardId)
  matches(t, answer.body, { status: '3D', cardID: cardId })
  const again = await toIssuer(secure3D)
  t.match((await answerWith(again, { code: rightCode(again) })).left, /result=ok/)
})

t.test('an invoice somebody else paid meanwhile is not paid twice', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', { then: { threeDS: 'challenge' }, times: 1 })
  const carried = await word(sandbox)
  const token = await tokenOf(sandbox)
  matches(t, await chargeCard(sandbox, chargeBody(approved), bearer(token)), { status: 200 })
  const answer = await post(`${sandbox.apiUrl}/payment/confirm`, { MD: carried.MD, PaRes: carried.PaRes })
  t.match(answer.location, /errorCode=469/)
  matches(t, await sandbox.payments(), [{ status: 'FAILED', reasonCode: 469 }, { status: 'CHARGE' }])
})

t.test('a token that waits for its buyer pays nothing else', async (t) => {
  const sandbox = await openSandbox(t)
  await alwaysAsk(sandbox)
  const { accessToken } = await askedByApi(sandbox)
  matches(t, await chargeCard(sandbox, chargeBody(approved), bearer(accessToken)), {
    status: 401,
    body: { message: /already been used/ },
  })
})
