import type { Static, TSchema } from 'typebox'
import { fromTiyn } from './money.ts'
import type { Quirks } from './quirk.ts'
import { wireReason } from './reason-words.ts'
import type { Transaction } from './record.ts'
import { assumed, documented, observed, Uuid } from './schema.ts'
import { type FieldKind, searchName, searchRequest } from './search.ts'
import { statusNames } from './status-name.ts'
import { bankTime } from './time.ts'
import { type TransferKind, transferKinds } from './transfer-record.ts'
import { Type } from './type.ts'

export type { TransferKind }

const sdk = observed(['ios-sdk', 'android-sdk'])
const guessed = assumed(
  'the page was not read to its end; the fields of the answer, and a status',
  'p2p-status-page',
)

const nothing = <S extends TSchema>(schema: S) => Type.Optional(schema)

const answerFields = {
  id: Uuid(sdk),
  amount: Type.Number(sdk),
  fee: Type.Number({ description: '0: what the bank takes of a transfer is not known.', ...sdk }),
  accountID: Type.String(sdk),
  currency: Type.String(sdk),
  email: Type.String(sdk),
  description: Type.String(sdk),
  reference: Type.String(sdk),
  orderID: Type.String(sdk),
  senderCardID: Type.String(sdk),
  senderCardPAN: Type.String({ description: 'A mask.', ...sdk }),
  senderCardType: Type.String(sdk),
  senderTransferType: Type.String(sdk),
  receiverCardID: Type.String(sdk),
  receiverCardPAN: Type.String({ description: 'A mask.', ...sdk }),
  receiverCardType: Type.String(sdk),
  receiverTransferType: Type.String(sdk),
  intReference: Type.String(sdk),
  terminalID: Uuid(sdk),
}

/** Without `code` and `message` together: the iOS SDK takes an answer with both for an error. */
export const TransferAnswer = Type.Object(
  {
    ...answerFields,
    secure3D: nothing(
      Type.Object(
        {
          paReq: Type.String(sdk),
          md: Type.String(sdk),
          MD: nothing(Type.String(sdk)),
          action: Type.String(sdk),
          termURL: nothing(Type.String(sdk)),
        },
        sdk,
      ),
    ),
  },
  { additionalProperties: false },
)
export type TransferAnswer = Static<typeof TransferAnswer>

const enveloped = documented('p2p-status-page')

export const TransferRow = Type.Object(
  {
    ...answerFields,
    createdAt: Type.String(guessed),
    statusName: Type.Enum([...statusNames], guessed),
    reason: Type.String(guessed),
    reasonCode: Type.String(guessed),
    type: Type.Enum([...transferKinds], guessed),
  },
  { additionalProperties: false, ...enveloped },
)
export type TransferRow = Static<typeof TransferRow>

/** Always HTTP 200. */
export const TransferStatus = Type.Object(
  {
    result: Type.Object({ code: Type.String(enveloped), message: Type.String(enveloped) }, enveloped),
    transaction: Type.Union([Type.Object({ p2p: TransferRow }, enveloped), Type.Null()], enveloped),
  },
  { additionalProperties: false },
)
export type TransferStatus = Static<typeof TransferStatus>

const listed = documented('p2p-list-page')

/** The body of `POST p2p/operations`; a search by created_at is obligatory. */
export const TransferListRequest = searchRequest(listed)
export type TransferListRequest = Static<typeof TransferListRequest>

const listing = assumed('only the request is printed; the answer is that of its twin', 'p2p-list-page')

export const TransferList = Type.Object(
  { totalCount: Type.Integer(listing), records: Type.Array(TransferRow, listing) },
  { additionalProperties: false },
)
export type TransferList = Static<typeof TransferList>

const kindOf = (name: string): FieldKind =>
  name === 'createdAt' ? 'date' : name === 'amount' || name === 'fee' ? 'number' : 'text'

export const transferFields = new Map(
  Object.keys(TransferRow.properties).map((name) => [searchName(name), { name, kind: kindOf(name) }]),
)

/** A transfer as its own call answers it. */
export const toTransferAnswer = (transaction: Transaction): TransferAnswer => {
  const { order, card, transfer, cardId } = transaction
  const { kind, receiver, senderType = '', receiverType = '' } = transfer ?? {}
  const sender = kind === 'oct' ? undefined : card
  return {
    id: transaction.id,
    amount: fromTiyn(order.amount),
    fee: 0,
    accountID: order.accountId,
    currency: order.currency,
    email: order.email,
    description: order.description,
    reference: transaction.reference,
    orderID: order.invoiceId,
    senderCardID: sender ? cardId : '',
    senderCardPAN: sender?.mask ?? '',
    senderCardType: sender?.brand ?? '',
    senderTransferType: senderType,
    receiverCardID: '',
    receiverCardPAN: receiver?.mask ?? '',
    receiverCardType: receiver?.brand ?? '',
    receiverTransferType: receiverType,
    intReference: transaction.intReference,
    terminalID: order.terminal,
  }
}

/** The same, with what became of it. */
export const toTransferRow = (transaction: Transaction, quirks: Quirks): TransferRow => {
  const { reasonCode, order } = transaction
  return {
    ...toTransferAnswer(transaction),
    createdAt: bankTime(transaction.at, transaction.nanos),
    statusName: transaction.status,
    reason: reasonCode === 0 ? 'Successfully' : wireReason(reasonCode, order.language, quirks),
    reasonCode: reasonCode === 0 ? '00' : String(reasonCode),
    type: transaction.transfer?.kind ?? 'p2p',
  }
}
