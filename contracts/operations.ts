import { BankRefusal, CardsAuthAnswer, CardsAuthRequest } from './authorization.ts'
import { ConfirmQuery, ConfirmRequest, Page } from './confirmation.ts'
import { CryptopayRequest } from './cryptogram.ts'
import { paymentDoubts, savedCardDoubts, tokenDoubts } from './doubt.ts'
import { instalmentOperations } from './instalment-operations.ts'
import { linkOperations } from './link-operations.ts'
import { listOperations } from './list-operations.ts'
import { moreOperations } from './more-operations.ts'
import { EmptyAnswer, LegacyStatus, OperationRequest } from './operation.ts'
import { api, living, type Operation } from './operation-row.ts'
import { PublicProfileAnswer, PublicProfileRequest, TerminalAnswer } from './profile.ts'
import { assumed, documented, observed } from './provenance.ts'
import type { RefusalName } from './refusal.ts'
import { CardList, DeactivateAnswer } from './saved-card.ts'
import { Type } from './schema.ts'
import { TokenAnswer, TokenRefusal, TokenRequest } from './token.ts'
import { StatusAnswer } from './transaction.ts'
import { HomebankHeaders } from './wallet.ts'
import { walletOperations } from './wallet-operations.ts'

export type { Operation }

const paying: RefusalName[] = [
  ...living,
  'token without invoice',
  'token used',
  'other invoice',
  'other terminal',
  'other amount',
  'other currency',
  'verification amount',
  'amount zero',
  'account missing',
  'invoice paid',
  'last six taken',
]
const operating: RefusalName[] = [
  ...living,
  'transaction unknown',
  'token of another terminal',
  'amounts differ',
  'not lawful',
  'amount too large',
  'amount too small',
]

const operation = (name: 'charge' | 'cancel' | 'refund', summary: string) =>
  ({
    method: 'POST',
    paths: api(`operation/:id/${name}`),
    auth: 'bearer',
    summary,
    query: OperationRequest,
    body: OperationRequest,
    answer: EmptyAnswer,
    refusal: BankRefusal,
    refusals: name === 'cancel' ? [...operating, 'cancel in part'] : operating,
    ...documented(`${name}-page`),
  }) satisfies Operation

export const operations = {
  token: {
    method: 'POST',
    paths: ['/epay2/oauth2/token', '/oauth2/token'],
    auth: 'none',
    summary: 'Issue a token for one operation',
    body: TokenRequest,
    doubts: tokenDoubts,
    answer: TokenAnswer,
    refusal: TokenRefusal,
    refusals: [
      'grant type unsupported',
      'client unknown',
      'secret wrong',
      'user unknown',
      'refresh token unknown',
      'terminal unknown',
      'terminal foreign',
      'terminal missing',
      'amount missing',
      'currency missing',
    ],
    ...documented(['saving-a-card', 'payment-page', 'saved-card-payment']),
  },
  chargeSavedCard: {
    method: 'POST',
    paths: api('payments/cards/auth'),
    auth: 'bearer',
    summary: 'Pay with a saved card',
    body: CardsAuthRequest,
    doubts: savedCardDoubts,
    answer: CardsAuthAnswer,
    refusal: BankRefusal,
    refusals: [...paying, 'card unknown'],
    ...documented('saved-card-payment'),
  },
  cryptopay: {
    method: 'POST',
    paths: api('payment/cryptopay'),
    auth: 'bearer',
    summary: 'Pay with an encrypted card, a wallet or HalykID',
    body: CryptopayRequest,
    headers: HomebankHeaders,
    doubts: paymentDoubts,
    answer: CardsAuthAnswer,
    refusal: BankRefusal,
    refusals: [
      'cryptogram unreadable',
      'wallet unreadable',
      'homebank token missing',
      'homebank card unknown',
      'card live',
      ...paying,
    ],
    ...documented('cryptogram-page'),
  },
  confirmPayment: {
    method: 'POST',
    // confirm: an older Android. payment/confirm: a shop's own server.
    paths: ['payments/cards/confirmPayment', 'payments/cards/confirm', 'payment/confirm'].flatMap(api),
    auth: 'none',
    summary: 'Finish 3-D Secure: the word of the card issuer arrives',
    leadsTo: "backLink or failureBackLink of the payment with its outcome, or the bank's page it began on",
    query: ConfirmQuery,
    body: ConfirmRequest,
    answer: Page,
    refusal: BankRefusal,
    refusals: ['challenge unknown', 'token unknown'],
    ...observed(['ios-sdk', 'android-sdk', 'clients-2']),
  },
  ...linkOperations,
  ...listOperations,
  ...moreOperations,
  ...walletOperations,
  ...instalmentOperations,
  publicKey: {
    method: 'GET',
    paths: api('public.rsa'),
    auth: 'none',
    summary: 'The key cryptograms are made with, PEM',
    answer: Type.String(),
    refusal: BankRefusal,
    refusals: [],
    ...observed(['cryptogram-page', 'ios-sdk']),
  },
  charge: operation('charge', 'Take held money, all or part of it'),
  cancel: operation('cancel', 'Release held money'),
  refund: operation('refund', 'Refund taken money, all or part of it'),
  legacyStatus: {
    method: 'GET',
    paths: api('operation/:invoiceId'),
    auth: 'bearer',
    summary: 'The older status, flat',
    answer: LegacyStatus,
    refusal: BankRefusal,
    refusals: living,
    ...documented('old-status-page'),
  },
  savedCards: {
    method: 'GET',
    paths: api('cards/:accountId'),
    auth: 'bearer',
    summary: "A customer's saved cards",
    answer: CardList,
    refusal: BankRefusal,
    refusals: living,
    ...documented('saved-cards-page'),
  },
  deactivateCard: {
    method: 'POST',
    paths: api('card/deactivate/:cardId'),
    auth: 'bearer',
    summary: 'Forget a saved card',
    answer: DeactivateAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'card unknown'],
    ...documented('deactivation-page'),
  },
  terminal: {
    method: 'GET',
    paths: api('terminals/:terminalId'),
    auth: 'bearer',
    summary: 'A point of sale, for the mobile SDKs',
    answer: TerminalAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'terminal missing', 'terminal unknown'],
    ...observed(['ios-sdk', 'android-sdk']),
  },
  publicProfile: {
    method: 'POST',
    paths: api('public-profile'),
    auth: 'bearer',
    summary: 'Look and ways to pay of a shop, for the mobile SDKs',
    body: PublicProfileRequest,
    answer: PublicProfileAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'terminal missing', 'terminal unknown'],
    ...observed(['ios-sdk', 'android-sdk']),
  },
  status: {
    method: 'GET',
    paths: api('check-status/payment/transaction/:invoiceId'),
    auth: 'bearer',
    summary: 'Ask what became of an invoice',
    answer: StatusAnswer,
    refusal: BankRefusal,
    refusals: living,
    ...observed(['status-page', 'clients-5']),
  },
  statusById: {
    method: 'GET',
    paths: api('check-status/payment/transactionId/:transactionId'),
    auth: 'bearer',
    summary: 'Ask what became of one attempt to pay',
    answer: StatusAnswer,
    refusal: BankRefusal,
    refusals: living,
    ...assumed('the address stands in one client; that it answers like the other status is our choice'),
  },
} satisfies Record<string, Operation>

export type OperationId = keyof typeof operations
