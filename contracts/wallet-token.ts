import type { CardForm } from './card.ts'
import { cardsIn } from './card-text.ts'
import { forcibleCodes } from './sandbox-card.ts'

export const walletNames = ['applePay', 'googlePay', 'samsungPay', 'masterPass', 'halykId'] as const
/** What a buyer pays with instead of a card, in the words of paymentType. */
export type WalletName = (typeof walletNames)[number]

/** No wallet works here, so a token of the sandbox chooses the outcome: `sandbox-wallet-484`; 0 is approved. */
export const walletTokenOf = (code: number): string => `sandbox-wallet-${code}`

/** The id of a HalykID card that ends the payment with this code, `systemAttributeId` in hb-cards. */
export const homebankCardOf = (code: number): string => `sandbox-homebank-${code}`

const codes = new Set(forcibleCodes)
const named = /sandbox-(?:wallet|homebank)-(-?\d{1,4})(?!\d)/

const codeIn = (text: string): number | undefined => {
  const code = Number(named.exec(text)?.[1] ?? Number.NaN)
  return codes.has(code) ? code : undefined
}

/** Apple's data and Samsung's are base64: the token may stand inside. */
const decoded = (text: string): string => {
  try {
    return atob(text.trim())
  } catch {
    return ''
  }
}

/** The outcome that a wallet's object names, wherever in it the token stands. */
export const outcomeIn = (value: unknown): number | undefined => {
  if (typeof value === 'string') return codeIn(value) ?? codeIn(decoded(value))
  if (typeof value !== 'object' || value === null) return undefined
  for (const part of Object.values(value)) {
    const code = outcomeIn(part)
    if (code !== undefined) return code
  }
  return undefined
}

/** How a buyer pays by a wallet: an outcome, a card in the open (Google's other form), or nothing that can be read. */
export type WalletCard =
  | { outcome: number }
  | (CardForm & { asks: boolean })
  | { homebankCard: string }
  | { unreadable: string }

export interface WalletUse {
  wallet: WalletName
  card: WalletCard
}

interface Details {
  authMethod?: string
  pan?: string
  expirationMonth?: string | number
  expirationYear?: string | number
}

const two = (value: string | number = '') => String(value).slice(-2).padStart(2, '0')

/** Google Pay opened by the shop: PAN_ONLY is a card like any other, CRYPTOGRAM_3DS was confirmed on the phone. */
const openedCard = (details: Details): WalletCard | undefined => {
  const [found] = cardsIn(details.pan ?? '')
  if (!found) return undefined
  const expiry = `${two(details.expirationMonth)}/${two(details.expirationYear)}`
  return { pan: found.pan, expiry, cvc: '', holder: '', asks: details.authMethod !== 'CRYPTOGRAM_3DS' }
}

interface Fields {
  paymentType?: string | undefined
  osuvoxCardId?: string | undefined
  applePay?: object | undefined
  samsungPay?: object | undefined
  masterpass?: object | undefined
  googlePay?: { paymentMethodDetails?: Details | undefined } | undefined
}

const unreadable: WalletCard = { unreadable: 'no token of the sandbox in it' }

const cardIn = (value: object, details?: Details): WalletCard => {
  const outcome = outcomeIn(value)
  if (outcome !== undefined) return { outcome }
  return (details && openedCard(details)) ?? unreadable
}

/** The wallet that a request to cryptopay pays by, if it does. */
export const walletIn = (fields: Fields): WalletUse | undefined => {
  const { applePay, googlePay, samsungPay, masterpass, osuvoxCardId } = fields
  if (osuvoxCardId) return { wallet: 'halykId', card: { homebankCard: osuvoxCardId } }
  if (applePay) return { wallet: 'applePay', card: cardIn(applePay) }
  if (googlePay) return { wallet: 'googlePay', card: cardIn(googlePay, googlePay.paymentMethodDetails) }
  if (samsungPay) return { wallet: 'samsungPay', card: cardIn(samsungPay) }
  return masterpass && { wallet: 'masterPass', card: cardIn(masterpass) }
}
