import { constants, publicEncrypt } from 'node:crypto'
import t from 'tap'
import { cardIdOfCode, panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import { walletTokenOf } from '../../contracts/wallet-token.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { answerWith, browse, rightCode } from '../story/issuer.ts'
import { pageAt } from '../story/links-and-codes.ts'
import { card, openSandbox, submitCard, tokenForm } from '../world.ts'
import { decode, decodeList } from './decode.ts'
import * as shapes from './shapes.ts'

/** Each flow of the bank's mobile SDKs from its first call to its last, every answer read as strictly as they do. */

const every = '8b6d0f3a-1c52-4e7d-9a84-5e2f7c91d0b6'
const transfers = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
const payouts = 'c36b282f-6819-4d4f-85df-a4bdc8a8f703'
const invoiceId = '000000001'

interface App {
  sandbox: Sandbox
  platform: 'ios' | 'android'
  token: string
  /** To scan, from the profile: empty where the terminal has none. */
  code: string
}

const ask = async (app: Pick<App, 'sandbox' | 'token' | 'platform'>, path: string, body?: object) => {
  const answer = await fetch(`${app.sandbox.apiUrl}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: {
      authorization: `Bearer ${app.token}`,
      'x-homebank-auth': 'Bearer of-the-buyer',
      ...(app.platform === 'ios' ? { Platform: 'SDK IOS', 'Self-Cert': 'false' } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
  })
  return JSON.parse(await answer.text())
}

/** Token, profile, terminal: so both begin. */
const start = async (
  t: Parameters<typeof openSandbox>[0],
  platform: App['platform'],
  given: Record<string, string> = {},
): Promise<App> => {
  const sandbox = await openSandbox(t, { dialect: 'observed' })
  const terminal = given.terminal ?? every
  const form = new FormData()
  for (const [name, value] of Object.entries(tokenForm({ terminal, ...given }))) form.append(name, value)
  const answer = await (await fetch(sandbox.oauthUrl, { method: 'POST', body: form })).json()
  decode(shapes.token, answer)
  const app = { sandbox, platform, token: (answer as { access_token: string }).access_token }
  const links = { failureLink: 'https://shop.example/f', postLink: 'https://shop.example/p' }
  const profile = await ask(app, '/public-profile', links)
  decode(shapes.profile, profile)
  decode(shapes.terminal, await ask(app, `/terminals/${terminal}`))
  return { ...app, code: profile.homebankLink }
}

/** With the Cyrillic letter both spell it with. */
const cryptogram = async ({ sandbox }: App, pan: string) => {
  const key = await (await fetch(`${sandbox.apiUrl}/public.rsa`)).text()
  const secret = JSON.stringify({ hpan: pan, expDate: '0127', cvc: '321', terminalId: every })
  const text = publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret))
  return { '\u0441ryptogram': text.toString('base64') }
}

const backLinks = { backLink: 'https://shop.example/ok', failureBackLink: 'https://shop.example/no' }

const invoice = {
  amount: 100,
  currency: 'KZT',
  name: 'TEST TEST',
  invoiceId,
  description: 'Tea',
  cardSave: false,
}

const pay = async (app: App, given: object) => {
  const links = { postLink: '', ...backLinks }
  return ask(app, '/payment/cryptopay', { ...invoice, ...links, terminalId: every, ...given })
}

interface Secured {
  secure3D: { md: string; paReq: string; action: string }
}

/** The web view of the issuer, until the address it waits for. */
const confirm = async (app: App, { secure3D: { md, paReq, action } }: Secured) => {
  const TermUrl = `${app.sandbox.apiUrl}/payments/cards/confirmPayment?Access=${app.token}`
  const screen = await browse(action, { MD: md, PaReq: paReq, TermUrl })
  const end = await answerWith(screen, { code: rightCode(screen) })
  const address = end.left ?? end.url
  if (!/result=ok&reference=\d{12}/.test(address)) throw new Error(`ended at ${address}`)
}

for (const platform of ['ios', 'android'] as const) {
  const flow = (name: string, play: (app: App) => Promise<void>, given: Record<string, string> = {}) =>
    t.test(`${platform}: ${name}`, async (t) => {
      await play(await start(t, platform, given))
      t.pass('every answer was read')
    })

  flow('payment by card, and a decline', async (app) => {
    decode(shapes.refusal, await pay(app, await cryptogram(app, panOfCode(484))))
  })

  flow('payment by card', async (app) => {
    decode(shapes.paymentOn[platform], await pay(app, await cryptogram(app, card.pan)))
  })

  flow('3-D Secure', async (app) => {
    const { pan = '' } = threeDSCards[0] ?? {}
    const asked = await pay(app, await cryptogram(app, pan))
    decode(shapes.paymentOn[platform], asked)
    await confirm(app, asked)
  })

  flow(platform === 'ios' ? 'Apple Pay' : 'Google Pay', async (app) => {
    const token = walletTokenOf(0)
    const info = { cardDetails: '1234', cardNetwork: 'VISA' }
    const tokenizationData = { type: 'PAYMENT_GATEWAY', token }
    const googlePay = { apiVersion: 2, apiVersionMinor: 0, paymentMethodData: { info, tokenizationData } }
    const wallet =
      platform === 'ios'
        ? { paymentType: 'applePay', applePay: { data: token, version: 'EC_v1' } }
        : { googlePay }
    decode(shapes.paymentOn[platform], await pay(app, wallet))
  })

  flow('HalykID', async (app) => {
    const cards = await ask(app, `/hb-cards?invoiceId=${invoiceId}`)
    decodeList(shapes.homebankCard, cards)
    const fields = { paymentType: 'halykId', osuvoxCardId: cards[0].systemAttributeId, not3d: false }
    decode(shapes.paymentOn[platform], await pay(app, fields))
  })

  flow('QR, polled without a parameter until it is final', async (app) => {
    const seen: string[] = []
    const poll = async () => {
      const answer = await ask(app, '/qr')
      decode(shapes.qr, answer)
      seen.push(answer.status)
    }
    await poll()
    const { page } = await pageAt(app.code)
    await poll()
    await submitCard(app.sandbox, page)
    await poll()
    if (seen.join() !== 'NEW,SCANNED,PAID') throw new Error(seen.join())
  })

  flow('saved card, then the same every month', async (app) => {
    const charge = { paymentType: 'cardId', cardId: { id: cardIdOfCode(0) }, terminalId: every }
    const paid = await ask(app, '/payments/cards/auth', { ...invoice, ...charge })
    decode(shapes.paymentOn[platform], paid)
    const subscribe = { transactionId: paid.id, paymentFrequency: 'MONTHLY' }
    decode(shapes.subscription, await ask(app, '/recurrent/subscribe', subscribe))
  })

  flow(
    'transfer',
    async (app) => {
      const sender = { cardCred: card.pan, expire: { month: '01', year: '27' }, cvc: card.cvc, save: false }
      const receiver = { cardCred: panOfCode(0), transferType: 'TYPEPAN', save: false }
      const asked = { id: invoiceId, amount: 100, currency: 'KZT', terminalId: transfers, foreign: false }
      const made = await ask(app, '/p2p/transfer', { order: asked, card: { sender, receiver } })
      decode(shapes.transfer, made)
      // An answer with both keys is an error to iOS.
      if ('code' in made && 'message' in made) throw new Error('taken for an error')
    },
    { terminal: transfers },
  )

  flow(
    'money from a card (AFT), and its status',
    async (app) => {
      const asked = { id: invoiceId, amount: 100, currency: 'KZT', terminalId: transfers, foreign: false }
      const sender = { cardCred: card.pan, expire: { month: '01', year: '27' }, cvc: card.cvc, save: false }
      decode(shapes.transfer, await ask(app, '/chdebit/transfer', { order: asked, card: { sender } }))
      const { transaction } = await ask(app, `/check-status/p2p/transaction/${invoiceId}`)
      if (transaction.p2p.statusName !== 'CHARGE') throw new Error(JSON.stringify(transaction))
    },
    { terminal: transfers },
  )

  for (const [name, pan, shape] of [
    ['money to a card (OCT)', panOfCode(0), shapes.transfer],
    ['money to a card that takes none', panOfCode(465), shapes.refusal],
  ] as const)
    flow(
      name,
      async (app) => {
        const asked = { id: invoiceId, amount: 100, currency: 'KZT', terminalId: payouts, foreign: false }
        const receiver = { cardCred: pan, transferType: 'TYPEPAN', save: false, firstName: 'TEST' }
        decode(shape, await ask(app, '/chpayment/transfer', { order: asked, card: { receiver } }))
      },
      { terminal: payouts },
    )

  flow(
    'transfer that the issuer asks about',
    async (app) => {
      const { pan = '' } = threeDSCards[0] ?? {}
      const asked = { id: invoiceId, amount: 100, currency: 'KZT', terminalId: transfers, ...backLinks }
      const sender = { cardCred: pan, expire: { month: '01', year: '27' }, cvc: card.cvc, save: false }
      const receiver = { cardCred: panOfCode(0), transferType: 'TYPEPAN', save: false }
      const made = await ask(app, '/p2p/transfer', { order: asked, card: { sender, receiver } })
      decode(shapes.transfer, made)
      await confirm(app, made)
    },
    { terminal: transfers },
  )

  flow(
    'instalment',
    async (app) => {
      const conditions = await ask(app, `/credit-condition?shopId=${every}`)
      decodeList(shapes.condition, conditions)
      const wish = { shopId: every, amount: 5000, orderId: invoiceId, creditConditionId: conditions[0].id }
      const made = await ask(app, '/order', wish)
      decode(shapes.order, made)
      const seen: string[] = []
      for (const span of ['PT0S', 'PT5S', 'PT5S', 'PT10S']) {
        await app.sandbox.clock.advance(span)
        const answer = await ask(app, `/order/status?orderId=${made.id}`)
        decode(shapes.orderStatus, answer)
        seen.push(answer.name)
      }
      if (seen.join() !== 'NEW,SCAN,IN_PROGRESS,ACCEPT') throw new Error(seen.join())
    },
    { amount: '5000' },
  )
}

t.test('the decoders fail on what the SDKs fail on', async (t) => {
  const good = { access_token: 'x', expires_in: '1200', refresh_token: '', scope: '', token_type: 'Bearer' }
  t.doesNotThrow(() => decode(shapes.token, good))
  t.throws(() => decode(shapes.token, { ...good, expires_in: 7200 }), /expires_in: text, got number/)
  t.throws(() => decode(shapes.token, { ...good, scope: null }), /scope: is not there/)
  t.throws(() => decode(shapes.orderStatus, { id: '1', name: 'new' }), /name: one of NEW/)
  t.throws(() => decodeList(shapes.condition, {}), /no list/)
  const sandbox = await openSandbox(t)
  const documented = await fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(tokenForm()) })
  t.throws(() => decode(shapes.token, { ...good, expires_in: 0 }))
  const { expires_in } = (await documented.json()) as { expires_in: unknown }
  t.type(expires_in, 'number', 'the documented dialect is what no SDK reads')
})
