import type { OrderStep } from '../../contracts/scenario.ts'
import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }

/** What a buyer buys, and the merchant who sells it. */
export interface Purchase extends Omit<OrderStep, 'invoiceId' | 'amount' | 'currency' | 'terminal'> {
  invoiceId: string
  amount: number
  currency: string
  terminal: string
  clientId: string
  clientSecret: string
  backLink?: string
}

/** The client a terminal belongs to: by the fixtures, or by terminals that were brought along. */
export const credentialsOf = (terminal: string, own: { id: string; client?: string }[] = []) => {
  const owner = [...own, ...terminals].find(({ id }) => id === terminal)?.client
  const client = clients.find(({ id }) => id === owner) ?? clients[0]
  return { clientId: client?.id ?? '', clientSecret: client?.secret ?? '' }
}

const scope = 'webapi usermanagement email_send verification statement statistics payment'

/** For a token that asks and operates, and cannot pay. */
export const serviceTokenForm = ({ clientId, clientSecret, terminal }: Merchant) => ({
  grant_type: 'client_credentials',
  scope,
  client_id: clientId,
  client_secret: clientSecret,
  terminal,
})

export type Merchant = Pick<Purchase, 'clientId' | 'clientSecret' | 'terminal'>

/** For a token that can pay this purchase. */
export const paymentTokenForm = (purchase: Purchase) => ({
  ...serviceTokenForm(purchase),
  invoiceID: purchase.invoiceId,
  amount: purchase.amount,
  currency: purchase.currency,
  secret_hash: purchase.secretHash,
  postLink: purchase.postLink,
  failurePostLink: purchase.failurePostLink,
})

/** What halyk.pay() is given; `auth` is the token answer, as merchants pass it on. */
export const paymentObject = (purchase: Purchase, auth: { access_token: string }) => {
  const { clientId, clientSecret, secretHash, verification, backLink, ...order } = purchase
  return {
    backLink,
    failureBackLink: backLink,
    ...order,
    // A card is saved without a payment by a payment object of nothing in dollars.
    ...(verification ? { paymentType: 'cardVerification', cardSave: true } : {}),
    auth,
  }
}

/** A charge without the buyer. */
export const savedCardCharge = (purchase: Purchase, cardId: string) => {
  const { terminal, invoiceId, amount, currency, description, accountId, ...links } = purchase
  const { backLink, postLink, failurePostLink } = links
  return {
    ...{ terminalId: terminal, invoiceId, amount, currency, description, accountId },
    ...{ backLink, postLink, failurePostLink, paymentType: 'cardId', cardId: { id: cardId } },
  }
}
