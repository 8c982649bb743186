import type { CardForm, CardFormErrors } from '../../contracts/card.ts'
import type {
  Challenge,
  Frequency,
  InvoiceLinkRecord,
  Order,
  PostlinkAnswer,
  PostlinkRecord,
  RuleRecord,
  SavedCard,
  Settings,
  SubscriptionRecord,
  Transaction,
} from '../../contracts/entry.ts'
import type { LinkStatus } from '../../contracts/invoice-link.ts'
import type { InvoiceLinkListRequest } from '../../contracts/invoice-link-list.ts'
import type { Mark } from '../../contracts/mark.ts'
import type { Terminal } from '../../contracts/merchant.ts'
import type { Tiyn } from '../../contracts/money.ts'
import type { PostlinkBody } from '../../contracts/postlink.ts'
import type { QrStatus } from '../../contracts/qr.ts'
import type { RegisterAnswer, RegisterRequest } from '../../contracts/register.ts'
import type { Rule } from '../../contracts/rule.ts'
import type { WalletName } from '../../contracts/wallet-token.ts'
import type { Alarm } from './alarm.ts'
import type { InstalmentCommands } from './instalment-command.ts'
import type { ClockState, InvoiceLink, OpenChallenge, Page, Postlink, Qr, Token } from './state.ts'
import type { TransferCommands } from './transfer-command.ts'
import type { WalletCommands } from './wallet-command.ts'

export interface IssueToken {
  kind: 'issue token'
  grantType: string
  scope: string
  clientId: string
  clientSecret: string
  username?: string
  password?: string
  refreshToken?: string
  terminal?: string
  invoiceId?: string
  amount?: Tiyn
  currency?: string
  postLink: string
  failurePostLink: string
  secretHash: string
  unknownFields: string[]
}

export interface OpenPage {
  kind: 'open page'
  accessToken: string
  order: Order
  /** The saved card that is to pay. */
  cardId?: string
  unknownFields: string[]
}

export interface PayOnPage {
  kind: 'pay on page'
  page: string
  card: CardForm
  /** The buyer's own wish to save the card, beside the merchant's cardSave. */
  save: boolean
  buyerIp: string
  /** Pressed instead of a card: its outcome is the one chosen, or approval. */
  wallet?: WalletName
  /** A reason code chosen on the page; a rule wins over it. */
  outcome?: number
}

export interface ChargeSavedCard {
  kind: 'charge saved card'
  accessToken: string
  order: Order
  cardId: string
  holder: string
}

export interface PayByCryptogram {
  kind: 'pay by cryptogram'
  accessToken: string
  order: Order
  /** Or why it could not be read. */
  card: CardForm | { unreadable: string }
}

export interface MakeInvoiceLink {
  kind: 'make invoice link'
  accessToken: string
  shopId: string
  /** Its terminal is found by the shop. */
  order: Order
  expirePeriod?: string
  language: string
  contacts: InvoiceLinkRecord['contacts']
  unknownFields: string[]
}

export interface MakeQr {
  kind: 'make qr'
  accessToken: string
  /** All that the token does not say. */
  wish: Omit<Order, 'invoiceId' | 'terminal' | 'amount' | 'currency'>
  unknownFields: string[]
}

export interface QrView {
  qr: Qr
  status: QrStatus
  /** The latest attempt. */
  transaction?: Transaction
}

export interface Operate {
  kind: 'operate'
  operation: 'charge' | 'cancel' | 'refund'
  /** Undefined: done by hand at the bank's own desk, where nobody shows a token and no rule changes anything. */
  accessToken?: string
  transaction: string
  queryAmount?: Tiyn
  bodyAmount?: Tiyn
  externalId?: string
}

export interface ChallengeView {
  challenge: OpenChallenge
  shop: string
  triesLeft: number
  /** The issuer's word, once there is one. */
  paRes?: string
}

/** An attempt through the API: decided, or waiting for the buyer. */
export interface Attempt {
  transaction: Transaction
  challenge?: Challenge
}

export interface AskStatus {
  kind: 'ask status'
  accessToken: string
  invoiceId: string
  /** The one attempt to tell of, instead of the invoice's. */
  transaction?: string
  /** The older address: a token without a terminal asks for the newest order of that number. */
  anyTerminal?: boolean
}

export interface PageView {
  page: Page
  terminal: Terminal
  /** The latest attempt. */
  transaction?: Transaction
  /** The card that pays, when the buyer types none; `cvc` when the page asks for that. */
  savedCard?: SavedCard & { cvc: boolean }
  attemptsLeft: number
}

export type StatusReply =
  | { found: true; transaction: Transaction; terminal: Terminal }
  | { found: false; why: 'invoice not found' | 'token without terminal' }

/** Every command with the reply it gets when it is not refused. */
interface Asked extends WalletCommands, InstalmentCommands, TransferCommands {
  'open workspace': [{ kind: 'open workspace'; settings: Settings; clock?: ClockState }, undefined]
  'change settings': [{ kind: 'change settings'; change: Partial<Settings>; clock?: ClockState }, undefined]
  'add merchants': [
    { kind: 'add merchants'; clients: Settings['clients']; terminals: Settings['terminals'] },
    undefined,
  ]
  'move clock': [{ kind: 'move clock'; clock: ClockState }, ClockState]
  'issue token': [IssueToken, { accessToken: string; refreshToken?: string; token: Token }]
  'open page': [OpenPage, PageView]
  'view page': [{ kind: 'view page'; page: string }, PageView]
  'pay on page': [PayOnPage, PageView & { errors?: CardFormErrors; challenge?: Challenge }]
  'charge saved card': [ChargeSavedCard, Attempt]
  'pay by cryptogram': [PayByCryptogram, Attempt]
  'view challenge': [{ kind: 'view challenge'; challenge: string }, ChallengeView]
  'answer challenge': [
    { kind: 'answer challenge'; challenge: string; code: string; cancel: boolean },
    ChallengeView,
  ]
  'confirm payment': [
    { kind: 'confirm payment'; challenge: string; transaction: string; paRes: string; accessToken: string },
    Transaction,
  ]
  'make invoice link': [MakeInvoiceLink, InvoiceLinkRecord]
  'list invoice links': [
    { kind: 'list invoice links'; accessToken: string; wish: InvoiceLinkListRequest },
    { totalCount: number; records: { link: InvoiceLink; status: LinkStatus }[] },
  ]
  'open invoice link': [{ kind: 'open invoice link'; link: string }, PageView]
  'cancel invoice link': [{ kind: 'cancel invoice link'; link: string }, undefined]
  'make qr': [MakeQr, Qr]
  'scan qr': [{ kind: 'scan qr'; billNumber: string }, PageView]
  'ask qr': [{ kind: 'ask qr'; accessToken: string; billNumber?: string }, QrView]
  operate: [Operate, Transaction]
  subscribe: [
    { kind: 'subscribe'; accessToken: string; transaction: string; frequency: Frequency },
    SubscriptionRecord,
  ]
  'cancel subscription': [{ kind: 'cancel subscription'; subscription: string }, undefined]
  'pay in cabinet': [{ kind: 'pay in cabinet'; order: Order }, Transaction]
  'make link in cabinet': [
    { kind: 'make link in cabinet'; order: Order; expirePeriod?: string },
    InvoiceLinkRecord,
  ]
  'switch stages': [{ kind: 'switch stages'; terminal: string; stages: 'one' | 'two' }, Terminal]
  'list register': [{ kind: 'list register'; accessToken: string; wish: RegisterRequest }, RegisterAnswer]
  'list cards': [{ kind: 'list cards'; accessToken: string; accountId: string }, SavedCard[]]
  'deactivate card': [{ kind: 'deactivate card'; accessToken: string; cardId: string }, undefined]
  'view terminal': [{ kind: 'view terminal'; accessToken: string; terminal: string }, Terminal]
  'view profile': [Omit<MakeQr, 'kind'> & { kind: 'view profile' }, { terminal: Terminal; qr?: Qr }]
  'ask status': [AskStatus, StatusReply]
  ring: [{ kind: 'ring'; alarm: Alarm }, { deliver?: { postlink: Postlink; attempt: number } }]
  'take answer': [
    { kind: 'take answer'; postlink: string; attempt: number; answer: PostlinkAnswer },
    undefined,
  ]
  'resend postlink': [{ kind: 'resend postlink'; postlink: string }, Postlink]
  'send edited postlink': [
    { kind: 'send edited postlink'; postlink: string; body: PostlinkBody },
    PostlinkRecord,
  ]
  'hold postlink': [{ kind: 'hold postlink'; postlink: string }, Postlink]
  'release postlink': [{ kind: 'release postlink'; postlink: string }, Postlink]
  'add rule': [{ kind: 'add rule'; rule: Rule }, RuleRecord]
  'clear rules': [{ kind: 'clear rules'; id?: string }, { cleared: number }]
  mark: [{ kind: 'mark'; name: string }, Mark]
  'resume after restart': [{ kind: 'resume after restart' }, undefined]
}

export type CommandKind = keyof Asked
export type CommandOf<K extends CommandKind> = Asked[K][0]
export type ReplyTo<K extends CommandKind> = Asked[K][1]
export type Command = CommandOf<CommandKind>
