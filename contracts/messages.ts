import type { TSchema } from 'typebox'
import { BankRefusal, CardsAuthAnswer, CardsAuthRequest, Secure3D } from './authorization.ts'
import { ConfirmQuery, ConfirmRequest } from './confirmation.ts'
import { CardSecret, CryptopayRequest } from './cryptogram.ts'
import { type Field, fieldsOf } from './fields.ts'
import {
  CreditConditions,
  CreditQuery,
  InstalmentAnswer,
  InstalmentQuery,
  InstalmentRequest,
  InstalmentState,
} from './instalment.ts'
import { InvoiceLinkAnswer, InvoiceLinkRequest } from './invoice-link.ts'
import { InvoiceLinkList, InvoiceLinkListRequest } from './invoice-link-list.ts'
import { LegacyStatus, OperationRequest } from './operation.ts'
import { PaymentObject } from './payment.ts'
import { Postlink2020, Postlink2025 } from './postlink.ts'
import { PublicProfileAnswer, PublicProfileRequest, TerminalAnswer } from './profile.ts'
import { QrAnswer, QrRequest, QrStatusAnswer, QrStatusQuery } from './qr.ts'
import { RecurrentAnswer, RecurrentRequest } from './recurrent.ts'
import { RegisterAnswer, RegisterRequest, RegisterRow } from './register.ts'
import { CardList, CardRow, DeactivateAnswer } from './saved-card.ts'
import { TokenAnswer, TokenRefusal, TokenRequest } from './token.ts'
import { StatusAnswer, StatusTransaction } from './transaction.ts'
import { TransferAnswer, TransferList, TransferListRequest, TransferRow, TransferStatus } from './transfer.ts'
import { DebitRequest, PayoutRequest, TransferRequest } from './transfer-request.ts'
import { Violation } from './violation.ts'
import {
  BonusAnswer,
  BonusRequest,
  HomebankCards,
  HomebankQuery,
  IbanQuery,
  MasterpassCard,
  MasterpassRequest,
} from './wallet.ts'

export interface Message {
  schema: TSchema
  about: string
}

const message = (schema: TSchema, about: string): Message => ({ schema, about })

/** Every message by its name: one published JSON Schema each, and what OpenAPI's references point to. */
export const messages = {
  TokenRequest: message(TokenRequest, 'The form a merchant posts for a token.'),
  TokenAnswer: message(TokenAnswer, 'The token of one operation.'),
  TokenRefusal: message(TokenRefusal, 'Why there is no token.'),
  PaymentObject: message(PaymentObject, 'What the shop passes to halyk.pay() in the browser.'),
  CardsAuthRequest: message(CardsAuthRequest, 'A charge of a saved card, without the buyer.'),
  CryptopayRequest: message(CryptopayRequest, 'A payment whose card the merchant took and encrypted.'),
  CardSecret: message(CardSecret, 'What is inside a cryptogram.'),
  CardsAuthAnswer: message(CardsAuthAnswer, 'An approved payment, or one that waits for 3-D Secure.'),
  Secure3D: message(Secure3D, 'Where to send the browser for 3-D Secure.'),
  ConfirmRequest: message(
    ConfirmRequest,
    "The issuer's word, with the browser or from the shop's own server.",
  ),
  ConfirmQuery: message(ConfirmQuery, 'What confirmPayment has in its address.'),
  InvoiceLinkRequest: message(InvoiceLinkRequest, 'A link to pay by, wished for.'),
  InvoiceLinkAnswer: message(InvoiceLinkAnswer, 'A link to pay by.'),
  InvoiceLinkListRequest: message(InvoiceLinkListRequest, 'Which links to list.'),
  InvoiceLinkList: message(InvoiceLinkList, 'A page of links to pay by.'),
  QrRequest: message(QrRequest, 'A code to scan, wished for; the token says the rest.'),
  QrAnswer: message(QrAnswer, 'A code to scan.'),
  QrStatusQuery: message(QrStatusQuery, 'Which code is asked for.'),
  QrStatusAnswer: message(QrStatusAnswer, 'What became of a code.'),
  RegisterRequest: message(RegisterRequest, 'Which payments of a terminal to list.'),
  RegisterAnswer: message(RegisterAnswer, 'A page of the payments of a terminal.'),
  RegisterRow: message(RegisterRow, 'A payment, or a refund, as the register prints it.'),
  RecurrentRequest: message(RecurrentRequest, 'A payment that is to be made again on schedule.'),
  RecurrentAnswer: message(RecurrentAnswer, 'A subscription.'),
  TransferRequest: message(TransferRequest, 'A transfer from card to card.'),
  DebitRequest: message(DebitRequest, 'Money from a card.'),
  PayoutRequest: message(PayoutRequest, 'Money to a card.'),
  TransferAnswer: message(TransferAnswer, 'A transfer that was made, or waits for 3-D Secure.'),
  TransferStatus: message(TransferStatus, 'What became of a transfer.'),
  TransferRow: message(TransferRow, 'A transfer as status and list print it.'),
  TransferListRequest: message(TransferListRequest, 'Which transfers to list.'),
  TransferList: message(TransferList, 'A page of transfers.'),
  HomebankQuery: message(HomebankQuery, 'For which order the cards of HalykID are asked.'),
  HomebankCards: message(HomebankCards, "The buyer's cards in the bank's app."),
  BonusRequest: message(BonusRequest, 'Of which card the bonuses are asked.'),
  IbanQuery: message(IbanQuery, 'Of which account the bonuses are asked.'),
  BonusAnswer: message(BonusAnswer, 'How many bonuses there are.'),
  MasterpassRequest: message(MasterpassRequest, 'A Masterpass token whose card is asked.'),
  MasterpassCard: message(MasterpassCard, 'The card behind a Masterpass token.'),
  CreditQuery: message(CreditQuery, 'Of which shop the instalments are asked.'),
  CreditConditions: message(CreditConditions, 'Over how many months a shop sells.'),
  InstalmentRequest: message(InstalmentRequest, 'A purchase that the bank is asked to pay.'),
  InstalmentAnswer: message(InstalmentAnswer, 'A purchase that waits for the buyer and the bank.'),
  InstalmentQuery: message(InstalmentQuery, 'Which purchase is asked for.'),
  InstalmentState: message(InstalmentState, 'What became of a purchase in instalments.'),
  BankRefusal: message(BankRefusal, 'Every refusal and every decline of the API.'),
  Violation: message(Violation, 'One thing wrong with a message.'),
  OperationRequest: message(OperationRequest, 'Body or query of charge, cancel and refund.'),
  StatusAnswer: message(StatusAnswer, 'What became of an invoice.'),
  StatusTransaction: message(StatusTransaction, 'A transaction as the status prints it.'),
  LegacyStatus: message(LegacyStatus, 'The older status, flat.'),
  CardList: message(CardList, "A customer's saved cards, or an object that says there are none."),
  CardRow: message(CardRow, 'A saved card.'),
  DeactivateAnswer: message(DeactivateAnswer, 'A saved card has been forgotten.'),
  TerminalAnswer: message(TerminalAnswer, 'A point of sale, for the mobile SDKs.'),
  PublicProfileRequest: message(PublicProfileRequest, 'What the mobile SDKs ask the look of a shop with.'),
  PublicProfileAnswer: message(PublicProfileAnswer, 'Look and ways to pay of a shop.'),
  Postlink2025: message(Postlink2025, 'A postlink in the form of 2025, keys in alphabetical order.'),
  Postlink2020: message(Postlink2020, 'A postlink in the form of 2020.'),
} satisfies Record<string, Message>

export type MessageName = keyof typeof messages

const names = new Map<object, MessageName>(
  Object.entries(messages).map(([name, { schema }]) => [schema, name as MessageName]),
)

export const messageNameOf = (schema: object): MessageName | undefined => names.get(schema)

/** A message's fields without those of the messages inside it. */
export const ownFieldsOf = ({ schema }: Message): Field[] => fieldsOf(schema, '', (inner) => names.has(inner))
