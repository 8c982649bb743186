import type { CardForm } from '../../contracts/card.ts'
import type { Challenge, Order, Transaction } from '../../contracts/entry.ts'
import type { TransferKind, TransferList, TransferListRequest } from '../../contracts/transfer.ts'

/** A card of a transfer: typed, saved before, or why it could not be read. */
export type TransferCard = CardForm | { cardId: string } | { unreadable: string }

export interface MakeTransfer {
  kind: 'make transfer'
  /** Typed on the bank's page, whose attempts and minutes are counted. */
  onPage?: true
  transfer: TransferKind
  accessToken: string
  order: Order
  sender?: TransferCard
  receiver?: TransferCard
  holder: string
  /** As asked: TYPEPAN and the like. */
  senderType: string
  receiverType: string
}

/** Each with the reply it gets when it is not refused. */
export interface TransferCommands {
  'make transfer': [MakeTransfer, { transaction: Transaction; challenge?: Challenge }]
  'ask transfer': [{ kind: 'ask transfer'; accessToken: string; invoiceId: string }, Transaction | undefined]
  'list transfers': [{ kind: 'list transfers'; accessToken: string; wish: TransferListRequest }, TransferList]
}
