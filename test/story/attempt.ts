import type { Sandbox } from '../../server/sandbox.ts'
import {
  bearer,
  card,
  chargeBody,
  chargeCard,
  openPayform,
  paymentObject,
  submitCard,
  tokenOf,
} from '../world.ts'

/** One attempt to pay, through the page or with a saved card; what is left out is the usual. */
export interface Attempt {
  invoiceId?: string
  amount?: number
  accountId?: string
  terminal?: string
  postLink?: string
  /** Typed on the page. */
  typed?: object
  /** Pays with a saved card instead. */
  cardId?: string
  holder?: string
}

let last = 0
/** Never used before in this process. */
export const newInvoice = (): string => String(++last).padStart(9, '0')

/** Answers the reason code that the payment ended with. */
export const attempt = async (sandbox: Sandbox, asked: Attempt = {}): Promise<number | undefined> => {
  const { invoiceId = newInvoice(), amount = 100, cardId, holder, typed, ...order } = asked
  const terminal = order.terminal ?? sandbox.credentials.terminalId
  const token = { invoiceID: invoiceId, amount: String(amount), terminal }
  const accessToken = await tokenOf(sandbox, token)
  if (cardId) {
    const body = chargeBody(cardId, { ...order, invoiceId, amount, terminalId: terminal, name: holder })
    await chargeCard(sandbox, body, bearer(accessToken))
  } else {
    const { page } = await openPayform(sandbox, paymentObject(accessToken, { ...order, invoiceId, amount }))
    await submitCard(sandbox, page, { ...card, ...typed })
  }
  return (await sandbox.payments()).findLast((payment) => payment.invoiceId === invoiceId)?.reasonCode
}

export const otherTerminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'
export const amex = { pan: '377514500004820', expiry: '01/28', cvc: '0198' }
export const mastercard = { pan: '5522042705066736', expiry: '01/27', cvc: '775' }
export const anyCardId = '00000000-0000-4000-8000-000000000000'
