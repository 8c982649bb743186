import type { Rule } from '../../contracts/rule.ts'
import { CheckFailed } from '../errors.ts'
import { controlJsonOf, jsonOf } from './answer.ts'
import type { Payment, Postlink } from './control.ts'
import { cardOfCode, openPage, pageIdOf, payOnPage } from './page.ts'
import {
  type Merchant,
  type Purchase,
  paymentObject,
  paymentTokenForm,
  serviceTokenForm,
} from './purchase.ts'
import { textOf } from './screen.ts'
import type { Transport } from './transport.ts'

export type Verb = 'charge' | 'cancel' | 'refund'

export interface Paid {
  purchase: Purchase
  /** The token it was paid with. */
  accessToken: string
  payment: Payment
}

/** A merchant and its buyer whose every call must succeed. What is refused is thrown as CheckFailed. */
export const openTestClient = (transport: Transport) => {
  const control = async <T>(path: string, json?: object): Promise<T> => {
    const method = json ? 'POST' : 'GET'
    return controlJsonOf<T>(await transport(method, `/_sandbox/${path}`, { json }), `${method} ${path}`)
  }
  const call = async <T>(path: string, accessToken: string, json?: object): Promise<T> =>
    jsonOf<T>(await transport('POST', path, { accessToken, json }), path)
  const token = async (fields: Record<string, unknown>): Promise<string> =>
    jsonOf<{ access_token: string }>(await requestToken(transport, fields), 'token').access_token
  const paymentToken = (purchase: Purchase) => token(paymentTokenForm(purchase))
  const serviceToken = (merchant: Merchant) => token(serviceTokenForm(merchant))
  const lastOf = async <T>(list: 'payments' | 'postlinks', invoiceId: string): Promise<T> => {
    const path = `${list}?invoiceId=${encodeURIComponent(invoiceId)}`
    const found = (await control<Record<string, T[]>>(path))[list]?.at(-1)
    if (found === undefined) throw new CheckFailed(`invoice ${invoiceId} has no ${list}`)
    return found
  }

  return {
    control,
    /** One POST with a token of the bank. */
    call,
    paymentToken,
    serviceToken,
    addRule: (rule: Rule) => control<{ id: string }>('rules', rule),
    operate: async (verb: Verb, transaction: string, { merchant, amount }: Operated): Promise<void> => {
      const json = amount === undefined ? undefined : { amount }
      await call(`/api/operation/${transaction}/${verb}`, await serviceToken(merchant), json)
    },
    /** The buyer pays on the page with a card that means this reason code. */
    async payOnPage(purchase: Purchase, code = 0): Promise<Paid> {
      const accessToken = await paymentToken(purchase)
      const opened = await openPage(transport, paymentObject(purchase, { access_token: accessToken }))
      if (!pageIdOf(opened)) throw new CheckFailed(`payment page: ${opened.error ?? textOf(opened.html)}`)
      await payOnPage(transport, opened, cardOfCode(code))
      return { purchase, accessToken, payment: await lastOf<Payment>('payments', purchase.invoiceId) }
    },
    lastPostlink: (invoiceId: string) => lastOf<Postlink>('postlinks', invoiceId),
  }
}

interface Operated {
  merchant: Merchant
  /** All of it when left out. */
  amount?: number
}

export type TestClient = ReturnType<typeof openTestClient>

/** Fields that are undefined are left out. */
export const requestToken = (transport: Transport, fields: Record<string, unknown>) => {
  const texts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)])
  return transport('POST', '/epay2/oauth2/token', { form: Object.fromEntries(texts) })
}
