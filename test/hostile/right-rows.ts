import { type CardsAuthRequest, toCardsAuthAnswer } from '../../contracts/authorization.ts'
import type { CryptopayRequest } from '../../contracts/cryptogram.ts'
import type { Order, Transaction } from '../../contracts/entry.ts'
import {
  type InvoiceLinkRequest,
  toInvoiceLinkAnswer,
  toInvoiceLinkRow,
} from '../../contracts/invoice-link.ts'
import type { InvoiceLinkListRequest } from '../../contracts/invoice-link-list.ts'
import { toLanguage } from '../../contracts/language.ts'
import { type OperationRequest, toLegacyStatus } from '../../contracts/operation.ts'
import type { OperationId } from '../../contracts/operations.ts'
import { type QrRequest, toQrStatus } from '../../contracts/qr.ts'
import type { Quirks } from '../../contracts/quirk.ts'
import { wireReason } from '../../contracts/reason-words.ts'
import { type RecurrentRequest, toRecurrentAnswer } from '../../contracts/recurrent.ts'
import type { RegisterRequest } from '../../contracts/register.ts'
import { toCardRow } from '../../contracts/saved-card.ts'
import type { TokenRequest } from '../../contracts/token.ts'
import { toStatus } from '../../contracts/transaction.ts'
import type { TransferListRequest } from '../../contracts/transfer.ts'
import { walletIn } from '../../contracts/wallet-token.ts'
import type { Attempt, CommandKind, CommandOf, Operate, ReplyTo } from '../../server/core/command.ts'
import type { State } from '../../server/core/state.ts'
import { terminalOf } from '../../server/core/terminal.ts'
import type { CardKey } from '../../server/ports.ts'

/** What each call is for the gateway and what its reply is on the wire, written without a look at http/bank. */

export interface Seen<Fields = unknown, Query = Record<string, unknown>> {
  fields: Fields
  query: Query
  params: Record<string, string>
  accessToken: string
  unknownFields: string[]
  state: State
  quirks: Quirks
  key: CardKey
}

export interface Said {
  status: number
  body: unknown
}

export interface Row {
  /** Undefined: another command than the one that is told of here. */
  command(seen: Seen): Promise<CommandOf<CommandKind> | undefined>
  said(reply: unknown, seen: Seen): Said
}

type Given<K extends CommandKind> = Omit<CommandOf<K>, 'kind' | 'accessToken'>
type Asking<K extends CommandKind, F, Q> = (
  seen: Seen<F, Q>,
) => Given<K> | undefined | Promise<Given<K> | undefined>

const row = <K extends CommandKind, F = unknown, Q = Record<string, unknown>>(
  kind: K,
  given: Asking<K, F, Q>,
  said: (reply: ReplyTo<K>, seen: Seen<F, Q>) => Said,
) =>
  ({
    async command(seen: Seen<F, Q>) {
      const more = await given(seen)
      return more && { kind, ...(kind === 'issue token' ? {} : { accessToken: seen.accessToken }), ...more }
    },
    said,
  }) as unknown as Row

const ip = '127.0.0.1'
const base = `http://${ip}`
const ok = (body?: unknown): Said => ({ status: 200, body })
const asIs = (reply: unknown) => ok(reply)
const tiyn = (amount: number | undefined) => (amount === undefined ? undefined : Math.round(amount * 100))

/** In the order in which an order is written down: a code asked for again is compared letter by letter. */
const nothing = {
  ...{
    invoiceId: '',
    invoiceIdAlt: '',
    terminal: '',
    amount: 0,
    currency: '',
    description: '',
    accountId: '',
  },
  ...{
    language: '',
    data: '',
    name: '',
    email: '',
    phone: '',
    backLink: '',
    failureBackLink: '',
    postLink: '',
  },
  ...{ failurePostLink: '', cardSave: false, verification: false, autoRedirect: false },
}
const nowhere = {
  ...{ ip: '', ipCity: '', ipCountry: '', ipDistrict: '', ipLatitude: 0, ipLongitude: 0, ipRegion: '' },
}

const filled = <T extends object>(empty: T, fields: object): T =>
  Object.fromEntries(
    Object.entries(empty).map(([name, none]) => [name, (fields as Record<string, unknown>)[name] ?? none]),
  ) as T

interface Place {
  invoiceId: string
  terminal: string
  currency: string
  ip?: string
}

const orderOf = (fields: object, { ip = '', ...given }: Place): Order => {
  const { useBonus, secret_hash: secretHash, amount, language } = fields as Record<string, unknown>
  return {
    ...filled(nothing, { ...fields, ...given, verification: false, autoRedirect: false }),
    ...{ amount: tiyn(amount as number) ?? 0, language: toLanguage(language as string | undefined) },
    ...(useBonus ? { useBonus: true } : {}),
    ...(secretHash ? { secretHash: String(secretHash) } : {}),
    place: filled(nowhere, { ...fields, ip }),
  }
}

const declined = ({ reasonCode: code, order }: Transaction, quirks: Quirks): Said => ({
  status: 400,
  body: { code, message: wireReason(code, order.language, quirks) },
})

const attempted = ({ transaction, challenge }: Attempt, { accessToken, quirks }: Seen<unknown>): Said => {
  if (transaction.reasonCode !== 0) return declined(transaction, quirks)
  const md = challenge?.id
  const secure3D = md
    ? {
        ...{ paReq: btoa(JSON.stringify({ md })), md, MD: md, action: `${base}/acs/` },
        termURL: `${base}/api/payments/cards/confirmPayment?Access=${accessToken}`,
      }
    : null
  return ok(toCardsAuthAnswer(transaction, quirks, secure3D))
}

const operate = (operation: Operate['operation']) =>
  row<'operate', OperationRequest, OperationRequest>(
    'operate',
    ({ fields, query, params }) => ({
      ...{ operation, transaction: String(params.id).toLowerCase() },
      ...{ queryAmount: tiyn(query.amount), bodyAmount: tiyn(fields.amount) },
      externalId: query.externalID ?? fields.externalID,
    }),
    () => ok(),
  )

const why = {
  'invoice not found': ['102', 'Invoice not found'],
  'token without terminal': ['104', 'Token has no terminal: request it with the field terminal'],
} as const

const status = row(
  'ask status',
  ({ params }) => ({
    invoiceId: params.invoiceId ?? '',
    ...(params.transactionId === undefined ? {} : { transaction: params.transactionId.toLowerCase() }),
  }),
  (reply, { quirks }) => {
    const [resultCode, resultMessage] = reply.found ? ['100', 'SUCCESS'] : why[reply.why]
    const transaction = reply.found ? toStatus(reply.transaction, reply.terminal, quirks) : null
    return ok({ resultCode, resultMessage, transaction })
  },
)

const scanUrl = (billNumber: string) => `${base}/homebank/?billNumber=${billNumber}`
const linkUrl = (id: string) => `${base}/api/redirect/invoice-link/${id}`

export const rows: Partial<Record<OperationId, Row>> = {
  token: row<'issue token', TokenRequest>(
    'issue token',
    ({ fields, unknownFields }) => ({
      ...{ grantType: fields.grant_type, clientId: fields.client_id, clientSecret: fields.client_secret },
      ...{ username: fields.username, password: fields.password, refreshToken: fields.refresh_token },
      ...{ terminal: fields.terminal, invoiceId: fields.invoiceID, currency: fields.currency },
      ...{ amount: tiyn(fields.amount), scope: fields.scope ?? '', secretHash: fields.secret_hash ?? '' },
      ...{ postLink: fields.postLink ?? '', failurePostLink: fields.failurePostLink ?? '', unknownFields },
    }),
    ({ accessToken, refreshToken = '', token }, { quirks }) => {
      const seconds = (token.expiresAt - token.issuedAt) / 1000
      return ok({
        ...{
          access_token: accessToken,
          refresh_token: refreshToken,
          scope: token.scope,
          token_type: 'Bearer',
        },
        expires_in: quirks.expiresIn === 'string' ? `${seconds}` : seconds,
      })
    },
  ),
  chargeSavedCard: row<'charge saved card', CardsAuthRequest>(
    'charge saved card',
    ({ fields }) => {
      const { invoiceId, terminalId, currency } = fields
      const order = orderOf(fields, { invoiceId, terminal: terminalId.toLowerCase(), currency, ip })
      return {
        ...{ order: { ...order, cardSave: false }, holder: fields.name ?? '' },
        cardId: fields.cardId.id.toLowerCase(),
      }
    },
    attempted,
  ),
  cryptopay: row<'pay by cryptogram', CryptopayRequest>(
    'pay by cryptogram',
    async ({ fields, key, state, accessToken }) => {
      const { invoiceId, terminalId, currency, cryptogram = '', name: holder = '' } = fields
      // Without a terminal of its own it is the token's: the gateway's affair, and another test's.
      if (walletIn(fields) || terminalId === undefined || !state || !accessToken) return undefined
      const opened = await key.open(cryptogram)
      const order = orderOf(fields, { invoiceId, terminal: terminalId.toLowerCase(), currency, ip })
      const isVerification = fields.paymentType?.toLowerCase() === 'cardverification'
      if ('card' in opened)
        return { order: { ...order, verification: isVerification }, card: { ...opened.card, holder } }
      return undefined
    },
    attempted,
  ),
  ...{ charge: operate('charge'), cancel: operate('cancel'), refund: operate('refund') },
  ...{ status, statusById: status },
  legacyStatus: row(
    'ask status',
    ({ params }) => ({ invoiceId: params.invoiceId ?? '', anyTerminal: true }),
    (reply, { quirks }) =>
      reply.found
        ? ok(toLegacyStatus(reply.transaction, reply.terminal, quirks))
        : { status: 400, body: { code: 100, message: why[reply.why][1] } },
  ),
  savedCards: row(
    'list cards',
    ({ params }) => ({ accountId: params.accountId ?? '' }),
    (cards, { state }) =>
      cards.length === 0
        ? ok({ code: 1373, message: 'Saved cards are not found' })
        : ok(cards.map((card) => toCardRow(card, terminalOf(state, card.terminal)))),
  ),
  deactivateCard: row(
    'deactivate card',
    ({ params }) => ({ cardId: String(params.cardId).toLowerCase() }),
    () => ok({ status: 'card successfully deactivated' }),
  ),
  makeInvoiceLink: row<'make invoice link', InvoiceLinkRequest>(
    'make invoice link',
    ({ fields, unknownFields }) => {
      const { invoice_id: invoiceId, currency, language = '' } = fields
      const phone = fields.recipient_contact_sms
      const asPayment = {
        ...{
          ...fields,
          invoiceIdAlt: fields.invoice_alt,
          accountId: fields.account_id,
          phone: phone?.replace('+', ''),
        },
        ...{
          email: fields.recipient_contact,
          backLink: fields.back_link,
          failureBackLink: fields.failure_back_link,
        },
        ...{
          postLink: fields.post_link,
          failurePostLink: fields.failure_post_link,
          cardSave: fields.card_save,
        },
      }
      const order = orderOf(asPayment, { invoiceId, terminal: '', currency })
      return {
        ...{ shopId: fields.shop_id, expirePeriod: fields.expire_period, language, unknownFields },
        order,
        contacts: {
          ...{ recipient: fields.recipient_contact ?? '', recipientSms: phone ?? '' },
          ...{ notifier: fields.notifier_contact ?? '', notifierSms: fields.notifier_contact_sms ?? '' },
        },
      }
    },
    (link) => ok(toInvoiceLinkAnswer(link, { terminal: link.order.terminal, invoiceUrl: linkUrl(link.id) })),
  ),
  listInvoiceLinks: row<'list invoice links', InvoiceLinkListRequest>(
    'list invoice links',
    ({ fields: wish }) => ({ wish }),
    ({ totalCount: TotalCount, records }) =>
      ok({
        TotalCount,
        Records: records.map(({ link, status }) =>
          toInvoiceLinkRow(link, { terminal: link.order.terminal, invoiceUrl: linkUrl(link.id), status }),
        ),
      }),
  ),
  makeQr: row<'make qr', QrRequest>(
    'make qr',
    ({ fields, unknownFields }) => {
      const asPayment = { ...fields, email: fields.payerEmail, phone: fields.payerPhone, amount: 0 }
      const order = orderOf(asPayment, { invoiceId: '', terminal: '', currency: '' })
      const { invoiceId: _, terminal: __, currency: ___, amount: ____, ...wish } = order
      return { wish, unknownFields }
    },
    ({ billNumber }) => {
      const url = scanUrl(billNumber)
      return ok({ billNumber, qrcode: url, homebankLink: url, onlinebankLink: url })
    },
  ),
  qrStatus: row<'ask qr', unknown, { billNumber?: string }>(
    'ask qr',
    ({ query: { billNumber } }) => ({ billNumber }),
    ({ qr, status, transaction }, { quirks }) =>
      ok(toQrStatus(qr, status, { qrcode: scanUrl(qr.billNumber), quirks, transaction })),
  ),
  subscribe: row<'subscribe', RecurrentRequest>(
    'subscribe',
    ({ fields }) => ({ transaction: fields.transactionId.toLowerCase(), frequency: fields.paymentFrequency }),
    (subscription) => ok(toRecurrentAnswer(subscription)),
  ),
  register: row<'list register', RegisterRequest>('list register', ({ fields: wish }) => ({ wish }), asIs),
  transfers: row<'list transfers', TransferListRequest>(
    'list transfers',
    ({ fields: wish }) => ({ wish }),
    asIs,
  ),
}
