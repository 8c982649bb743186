import type { CardForm, CardFormErrors } from '../../../contracts/card.ts'
import type { Order, Transaction } from '../../../contracts/entry.ts'
import { languageTag } from '../../../contracts/language.ts'
import { moneyText } from '../../../contracts/money.ts'
import { reasonText } from '../../../contracts/reason-code.ts'
import type { TransferKind } from '../../../contracts/transfer-record.ts'
import { plural } from '../../../static/payform/plural.js'
import texts from '../../../static/payform/texts.json' with { type: 'json' }
import type { Visit } from './visit.ts'

/** What the templates of transfers are given. */

export interface TransferTyped {
  sender: CardForm
  receiver: string
}

interface Shown {
  kind: TransferKind
  /** Which cards are asked for. */
  sides: readonly ('sender' | 'receiver')[]
  /** A saved card sends: it is not typed. */
  saved: boolean
  order: Order
  shop: string
  visit: Visit
  query: string
}

interface Filled extends Shown {
  typed?: TransferTyped
  errors?: CardFormErrors & { receiver?: string }
  declined?: number
}

const spoken = ({ order, visit }: Shown) => ({
  t: texts[order.language],
  lang: languageTag[order.language],
  plural,
  widget: visit.widget,
  modeShown: true,
})

const orderView = ({ order, shop }: Shown) => ({
  ...{ invoiceId: order.invoiceId, description: order.description, shop },
  amount: moneyText(order.amount, order.currency),
})

/** A number is not sent back, not even to who typed it. */
export const transferView = (shown: Filled) => {
  const { kind, sides, saved, order, errors = {}, typed, declined, query } = shown
  return {
    ...spoken(shown),
    ...{ kind, errors, saved, order: orderView(shown), action: `transfer?${query}` },
    asksSender: sides.includes('sender') && !saved,
    asksReceiver: sides.includes('receiver'),
    form: { expiry: typed?.sender.expiry ?? '', holder: typed?.sender.holder ?? order.name },
    declined: declined && { code: declined, text: reasonText(declined, order.language) },
    failureBackLink: order.failureBackLink || order.backLink,
  }
}

const returnSeconds = 10

/** The end: the money has moved, or no attempt is left. */
export const transferredView = (shown: Shown, { card, transfer, reference, reasonCode }: Transaction) => {
  const { order } = shown
  const ok = reasonCode === 0
  const t = texts[order.language]
  const rows = [
    { name: 'invoice', label: t.invoice, value: order.invoiceId },
    { name: 'card', label: t.pan, value: (shown.kind === 'oct' ? undefined : card?.mask) ?? '' },
    { name: 'receiver', label: t.transfer.receiver, value: transfer?.receiver?.mask ?? '' },
    { name: 'reference', label: t.reference, value: reference },
  ]
  return {
    ...{ ...spoken(shown), ok, order: orderView(shown), verification: false, transferred: true },
    declined: ok ? undefined : { code: reasonCode, text: reasonText(reasonCode, order.language) },
    receipt: rows.filter(({ value }) => value !== ''),
    backLink: ok ? order.backLink : order.failureBackLink || order.backLink,
    returnSeconds: order.autoRedirect ? 0 : returnSeconds,
  }
}
