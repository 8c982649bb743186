import { constants, publicEncrypt } from 'node:crypto'
import t from 'tap'
import { bonusCard, panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import { walletTokenOf } from '../../contracts/wallet-token.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  control,
  journalText,
  openMerchant,
  openPayform,
  openSandbox,
  paymentObject,
  serviceToken,
  settle,
  submitCard,
  tokenOf,
} from '../world.ts'

const everyWay = '8b6d0f3a-1c52-4e7d-9a84-5e2f7c91d0b6'

const ask = async (sandbox: Sandbox, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${sandbox.url}${path}`, init)
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const post = (body: object, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

let orders = 0
/** Each payment is an order of its own. */
const pay = async (sandbox: Sandbox, fields: object, headers: Record<string, string> = {}) => {
  orders += 1
  const invoiceId = String(700_000 + orders)
  const token = await tokenOf(sandbox, { invoiceID: invoiceId })
  const order = { amount: 100, currency: 'KZT', invoiceId, description: 'Tea', cardSave: false }
  const body = { ...order, terminalId: sandbox.credentials.terminalId, ...fields }
  return ask(sandbox, '/payment/cryptopay', post(body, { ...bearer(token), ...headers }))
}

const google = (token: string) => ({
  apiVersion: 2,
  apiVersionMinor: 0,
  paymentMethodData: {
    type: 'CARD',
    info: { cardNetwork: 'VISA', cardDetails: '1234' },
    tokenizationData: { type: 'PAYMENT_GATEWAY', token },
  },
})

const walletsWith = (code: number): Record<string, object> => {
  const token = walletTokenOf(code)
  return {
    applePay: { paymentType: 'applePay', applePay: { data: btoa(token), version: 'EC_v1', signature: 'x' } },
    googlePay: { googlePay: google(JSON.stringify({ signedMessage: token })) },
    samsungPay: { paymentType: 'samsungPay', samsungPay: { data: token } },
    masterPass: { paymentType: 'masterPass', masterpass: { token, merchantName: 'Shop', session: 's' } },
  }
}

t.test('a token of each wallet pays, declines with its code, and is nowhere in the journal', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  for (const [name, fields] of Object.entries(walletsWith(0))) {
    const cryptogram = 'the placeholder of the SDK'
    const { status, body } = await pay(sandbox, { ...fields, cryptogram, postLink: merchant.url })
    matches(
      t,
      { status, body },
      { status: 200, body: { secure3D: null, cardID: '', reference: /^\d{12}$/ } },
      name,
    )
    matches(t, (await sandbox.payments()).at(-1), { status: 'CHARGE', via: 'wallet', wallet: name })
  }
  await settle(sandbox)
  t.equal(merchant.bodies().length, 4)
  for (const [name, fields] of Object.entries(walletsWith(484)))
    matches(t, await pay(sandbox, fields), { status: 400, body: { code: 484 } }, name)
  t.notMatch(await journalText(sandbox), 'sandbox-wallet')
})

t.test('a real token is refused in words, or taken for a test card when the workspace says so', async (t) => {
  const sandbox = await openSandbox(t)
  const real = { applePay: { data: 'cmVhbCBieXRlcyBvZiBBcHBsZQ==' } }
  matches(t, await pay(sandbox, real), { status: 400, body: { message: /sandbox-wallet-0/ } })
  matches(t, await pay(sandbox, {}), { status: 400, body: { message: /cryptogram.*nothing, and no wallet/ } })
  const taking = await openSandbox(t, { unreadableCryptogram: 'unlocked' })
  matches(t, await pay(taking, real), { status: 200, body: { secure3D: null } })
})

t.test(
  'Google Pay opened by the shop: PAN_ONLY is a card like any other, CRYPTOGRAM_3DS asks nobody',
  async (t) => {
    const sandbox = await openSandbox(t)
    const opened = (pan: string, authMethod: string) => {
      const paymentMethodDetails = { authMethod, pan, expirationMonth: 12, expirationYear: 2030 }
      return { googlePay: { paymentMethodDetails } }
    }
    const [asking] = threeDSCards
    const { pan = '' } = asking ?? {}
    matches(t, (await pay(sandbox, opened(pan, 'PAN_ONLY'))).body, { secure3D: { md: /./ } })
    matches(t, (await pay(sandbox, opened(pan, 'CRYPTOGRAM_3DS'))).body, { secure3D: null })
    matches(t, (await pay(sandbox, opened(panOfCode(465), 'PAN_ONLY'))).body, { code: 465 })
    t.equal((await pay(sandbox, opened(card.pan, 'CRYPTOGRAM_3DS'))).status, 200)
    matches(t, (await pay(sandbox, opened('4111111111111111', 'PAN_ONLY'))).body, { code: 471 })
    t.notMatch(await journalText(sandbox), pan)
  },
)

t.test('HalykID: the cards of the buyer are listed, and one of them pays', async (t) => {
  const sandbox = await openSandbox(t)
  const token = await serviceToken(sandbox)
  matches(t, await ask(sandbox, '/hb-cards?invoiceId=700001', { headers: bearer(token) }), {
    status: 401,
    body: { message: /x-homebank-auth/ },
  })
  const signedIn = { 'x-homebank-auth': 'Bearer of-the-buyer' }
  const headers = { ...bearer(token), ...signedIn }
  const { body: cards } = await ask(sandbox, '/api/hb-cards?invoiceId=700001', { headers })
  matches(t, cards[0], { systemAttributeId: /./, cardInfo: { cardMask: /^400000\.\.\.\d{4}$/, iban: /^KZ/ } })
  const outcomes: unknown[] = []
  for (const { systemAttributeId: osuvoxCardId } of cards) {
    const fields = { paymentType: 'halykId', osuvoxCardId, not3d: false }
    const { body } = await pay(sandbox, fields, signedIn)
    outcomes.push(body.amountBonus ?? body.code)
  }
  t.same(outcomes, [0, 70, 484, 465])
  matches(t, await pay(sandbox, { osuvoxCardId: 'mine' }, signedIn), {
    status: 400,
    body: { message: /hb-cards/ },
  })
  matches(t, await pay(sandbox, { osuvoxCardId: cards[0].systemAttributeId }), { status: 401 })
  const bonus = (iban: string) => ask(sandbox, `/payment/bonus-by-iban?iban=${iban}`, { headers })
  t.same((await bonus(cards[1].cardInfo.iban)).body, { goBonus: 100_000 })
  t.same((await bonus(cards[0].cardInfo.iban)).body, { goBonus: 0 })
  matches(t, await bonus('KZ000000000000000000'), { status: 400, body: { code: /./, message: /iban/ } })
})

t.test('bonuses of a card are asked by its cryptogram, in the spelling of the SDKs', async (t) => {
  const sandbox = await openSandbox(t)
  const key = await (await fetch(`${sandbox.url}/public.rsa`)).text()
  const cryptogramOf = (hpan: string) => {
    const secret = JSON.stringify({ hpan, expDate: '0127', cvc: '321' })
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(secret)).toString(
      'base64',
    )
  }
  const headers = bearer(await serviceToken(sandbox))
  const asked = (cryptogram: string) =>
    ask(sandbox, '/payment/checkgobonus', post({ '\u0441ryptogram': cryptogram }, headers))
  t.same((await asked(cryptogramOf(bonusCard.pan))).body, { goBonus: 100_000 })
  t.same((await asked(cryptogramOf(card.pan))).body, { goBonus: 0 })
  matches(t, await asked('AAAA'), { status: 400, body: { message: /public\.rsa/ } })
})

t.test('Masterpass: the card behind the token, or why there is none', async (t) => {
  const sandbox = await openSandbox(t)
  const headers = bearer(await serviceToken(sandbox))
  const asked = (Token: string) =>
    ask(sandbox, '/api/masterpass/getCard', post({ Token, Amount: 100, MerchantName: 'Shop' }, headers))
  matches(t, await asked(walletTokenOf(0)), { body: { Success: true, PAN: /^400000\.\.\./, ExpMonth: '12' } })
  matches(t, await asked('of another world'), {
    status: 200,
    body: { Success: false, ErrCode: '522', PAN: '' },
  })
})

t.test(
  'the page has a button for each wallet of the terminal, and the outcome beside it decides',
  async (t) => {
    const sandbox = await openSandbox(t)
    const open = async (invoiceId: string, terminal: string) => {
      const token = await tokenOf(sandbox, { invoiceID: invoiceId, terminal })
      return openPayform(sandbox, paymentObject(token, { invoiceId, terminal }))
    }
    const plain = await open('000000801', sandbox.credentials.terminalId)
    t.notMatch(plain.html, 'data-testid="wallets"')
    await submitCard(sandbox, plain.page, { wallet: 'applePay' })
    t.same(await sandbox.payments(), [], 'a wallet that the terminal lacks is no way to pay')
    const { html, page } = await open('000000802', everyWay)
    for (const name of ['applePay', 'googlePay', 'samsungPay', 'masterPass', 'halykId'])
      t.match(html, `data-testid="wallet-${name}"`)
    await submitCard(sandbox, page, { wallet: 'samsungPay', outcome: '484' })
    await submitCard(sandbox, page, { wallet: 'applePay', outcome: '0' })
    matches(t, await sandbox.payments(), [
      { via: 'page', wallet: 'samsungPay', status: 'FAILED', reasonCode: 484 },
      { via: 'page', wallet: 'applePay', status: 'CHARGE' },
    ])
    const profile = await ask(
      sandbox,
      '/public-profile',
      post({}, bearer(await serviceToken(sandbox, everyWay))),
    )
    matches(t, profile.body.assets.payment_view_settings, { byApplePay: true, byHalykID: true, byQR: true })
  },
)

t.test('a rule is about wallets alone; the table of tokens is told', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', {
    when: { operation: 'wallet' },
    then: { reasonCode: 501 },
    times: 1,
  })
  const { applePay = {} } = walletsWith(0)
  matches(t, (await pay(sandbox, applePay)).body, { code: 501 })
  const { wallets } = (await control(sandbox, 'GET', 'cards')).body as { wallets: { reasonCode: number }[] }
  t.ok(wallets.length > 100)
  for (const wallet of wallets)
    matches(t, wallet, { token: /^sandbox-wallet-(-?\d+|\w+)$/, reasonCode: Number })
})
