import { compressParams } from '../../contracts/params.ts'
import type { Rule } from '../../contracts/rule.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { paymentView } from '../readings/payments.ts'
import { type Ask, jsonOf, StateError } from './ask.ts'
import type { StateOrder } from './order.ts'

export type Payment = ReturnType<typeof paymentView>

export type Verb = 'charge' | 'cancel' | 'refund'

interface Operated {
  order: StateOrder
  /** All of it when left out. */
  amount?: number
}

const scope = 'webapi usermanagement email_send verification statement statistics payment'

const credentials = ({ clientId, clientSecret, terminalId }: StateOrder) => ({
  grant_type: 'client_credentials',
  scope,
  client_id: clientId,
  client_secret: clientSecret,
  terminal: terminalId,
})

const tokensOf = (ask: Ask) => {
  const token = async (form: Record<string, string>): Promise<string> => {
    const told = await ask('POST', '/epay2/oauth2/token', { form })
    return jsonOf<{ access_token: string }>(told, 'token').access_token
  }
  const serviceToken = (order: StateOrder) => token(credentials(order))
  const paymentToken = (order: StateOrder) =>
    token({
      ...credentials(order),
      invoiceID: order.invoiceId,
      amount: String(order.amount),
      currency: order.currency,
      secret_hash: order.secretHash,
      postLink: order.postLink,
      failurePostLink: order.postLink,
    })
  return { serviceToken, paymentToken }
}

/** How a merchant and its buyer bring about a state: tokens, page, card, operations; nothing else changes anything. */
export const openTill = (ask: Ask) => {
  const { serviceToken, paymentToken } = tokensOf(ask)
  const paymentOf = async (order: StateOrder): Promise<Payment> => {
    const told = await ask('GET', `/_sandbox/payments?invoiceId=${encodeURIComponent(order.invoiceId)}`)
    const found = jsonOf<{ payments: Payment[] }>(told, 'payments').payments.at(-1)
    if (!found) throw new StateError(`invoice ${order.invoiceId} was not paid`)
    return found
  }
  const operate = async (verb: Verb, transaction: string, { order, amount }: Operated) => {
    const accessToken = await serviceToken(order)
    const json = amount === undefined ? {} : { json: { amount } }
    jsonOf(await ask('POST', `/api/operation/${transaction}/${verb}`, { accessToken, ...json }), verb)
  }
  const control = async <T>(path: string, json: object) =>
    jsonOf<T>(await ask('POST', `/_sandbox/${path}`, { json }), path)

  return {
    paymentToken,
    serviceToken,
    operate,
    control,
    addRule: (rule: Rule) => control<{ id: string }>('rules', rule),
    /** The buyer pays on the page with a card that means this reason code. */
    async payOnPage(order: StateOrder, code = 0, { save = false } = {}): Promise<Paid> {
      const accessToken = await paymentToken(order)
      const object = pageObject(order, { access_token: accessToken }, save)
      const opened = await ask('GET', `/payform/?params=${compressParams(object)}`)
      const page = /name="page" value="([^"]+)"/.exec(opened.text)?.[1]
      if (!page) throw new StateError(`payment page: ${wordsOf(opened.text)}`)
      const card = { pan: panOfCode(code), expiry: '12/39', cvc: '123', holder: 'TEST TEST' }
      await ask('POST', '/payform/pay', { form: { page, ...card } })
      return { order, accessToken, payment: await paymentOf(order) }
    },
    /** One call with a token of the bank that must succeed. */
    async call<T>(path: string, accessToken: string, json?: object) {
      return jsonOf<T>(await ask('POST', path, { accessToken, ...(json ? { json } : {}) }), path)
    },
  }
}

export interface Paid {
  order: StateOrder
  /** The token it was paid with. */
  accessToken: string
  payment: Payment
}

export type Till = ReturnType<typeof openTill>

/** Seed 000's way to save a card is a payment object of nothing in dollars. */
const pageObject = (order: StateOrder, auth: object, save: boolean) => {
  const { invoiceId, amount, currency, accountId, description, terminalId: terminal } = order
  const links = { backLink: 'https://shop.example/back', failureBackLink: 'https://shop.example/back' }
  const saving = amount === 0 ? { paymentType: 'cardVerification' } : {}
  return {
    invoiceId,
    amount,
    currency,
    accountId,
    description,
    terminal,
    ...links,
    ...saving,
    cardSave: save,
    auth,
  }
}

/** What a page says to a person, without its markup. */
const wordsOf = (html: string): string => {
  const main = /<main[\s\S]*?<\/main>/.exec(html)?.[0] ?? html
  return main
    .replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
}
