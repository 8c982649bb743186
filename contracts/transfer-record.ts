import type { CardTrace } from './card-trace.ts'

export const transferKinds = ['p2p', 'aft', 'oct'] as const
/** From card to card; from a card to the merchant; from the merchant to a card. */
export type TransferKind = (typeof transferKinds)[number]

/** What a transfer has beside a payment. Its card is the sender's; of money from the merchant, the receiver's. */
export interface Transfer {
  kind: TransferKind
  receiver?: CardTrace
  senderType: string
  receiverType: string
}
