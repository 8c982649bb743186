import type { EntryBody, Order, PageRecord, Transaction } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import type { QrStatus } from '../../contracts/qr.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { type Instant, minuteMs } from '../../contracts/time.ts'
import { begin, settle } from './authorization.ts'
import type { CommandOf, MakeQr, PageView, QrView } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice, invoiceOf } from './invoice.ts'
import { digits, type Moment, uuid } from './moment.ts'
import { checkOrder } from './order.ts'
import { pageView } from './page.ts'
import type { Qr, State, Token } from './state.ts'
import { checkToken } from './token.ts'
import { visible } from './visible.ts'

export const qrLifetimeMs = 20 * minuteMs
const timeoutCode = 504

const final = new Set<QrStatus>(['PAID', 'AUTH', 'REJECTED'])

/** The latest attempt with the code's own token: all that happened, or what is to be seen now. */
const attemptOf = (
  state: State,
  { order, token }: Qr,
  now = Number.POSITIVE_INFINITY,
): Transaction | undefined =>
  (invoiceOf(state, order.terminal, order.invoiceId)?.transactions ?? [])
    .map((id) => visible(state.transactions.get(id), now))
    .findLast((attempt) => attempt?.token === token)

const pageOf = (state: State, { token }: Qr) => state.pages.get(state.tokens.get(token)?.page ?? '')

const statuses: Partial<Record<Transaction['status'], QrStatus>> = {
  '3D': 'BLOCKED',
  AUTH: 'AUTH',
  CHARGE: 'PAID',
  REFUND: 'PAID',
  CANCEL: 'REJECTED',
  CANCEL_OLD: 'REJECTED',
  REJECT: 'REJECTED',
}

const statusOf = (state: State, qr: Qr, now?: Instant): QrStatus => {
  const attempt = attemptOf(state, qr, now)
  const known = attempt && statuses[attempt.status]
  if (known) return known
  const page = pageOf(state, qr)
  if (qr.ended || page?.ended === 'failed') return 'REJECTED'
  return page?.qr === qr.billNumber ? 'SCANNED' : 'NEW'
}

const viewOf = (state: State, qr: Qr, { now }: Moment): QrView => {
  const transaction = attemptOf(state, qr, now)
  return { qr, status: statusOf(state, qr, now), ...(transaction ? { transaction } : {}) }
}

/** Amount, invoice and terminal are the token's. */
const orderOf = (wish: MakeQr['wish'], token: Token): Order => ({
  ...wish,
  invoiceId: token.invoiceId ?? '',
  terminal: token.terminal ?? '',
  amount: token.amount ?? 0,
  currency: token.currency ?? '',
})

/** Asked twice with one token it is one code, with its number and its time. */
export const makeQr = (state: State, asked: MakeQr, moment: Moment): Decision<Qr> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  if (token.invoiceId === undefined)
    return refusal(refuse('token without invoice', { field: 'Authorization' }))
  if (token.spent) return refusal(refuse('token used', { field: 'Authorization' }))
  const order = orderOf(asked.wish, token)
  const refused = checkOrder(order) ?? checkInvoice(state, order)
  if (refused) return refusal(refused)

  const known = state.qrs.get(token.qr ?? '')
  if (known && JSON.stringify(known.order) === JSON.stringify(order)) return accept([], known)
  const qr = {
    billNumber: known?.billNumber ?? `1${digits(moment.draw('qr'), 13)}`,
    token: token.digest,
    order,
    madeAt: known?.madeAt ?? moment.now,
    deadline: known?.deadline ?? moment.now + qrLifetimeMs,
    unknownFields: asked.unknownFields,
  }
  return accept([{ kind: 'qr made', qr }], qr)
}

const unknown = (billNumber: string): Refusal =>
  refuse('qr unknown', { field: 'billNumber', got: billNumber || 'nothing' })

/** By its number, or by the token alone, as the mobile SDKs ask. */
export const askQr = (state: State, asked: CommandOf<'ask qr'>, moment: Moment): Decision<QrView> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const qr = state.qrs.get(asked.billNumber ?? token.qr ?? '')
  if (!qr || state.tokens.get(qr.token)?.client !== token.client)
    return refusal(unknown(asked.billNumber ?? ''))
  return accept([], viewOf(state, qr, moment))
}

const checkScan = (state: State, qr: Qr, moment: Moment): Refusal | undefined => {
  if (final.has(statusOf(state, qr)) || moment.now >= qr.deadline) {
    return refuse('qr over', { field: 'billNumber', got: qr.billNumber })
  }
  if (state.tokens.get(qr.token)?.spent) return refuse('token used', { field: 'billNumber' })
  return checkInvoice(state, qr.order)
}

/** The buyer's app has read the code: the bank's page opens, and ends with the code's own time. */
export const scanQr = (
  state: State,
  { billNumber }: CommandOf<'scan qr'>,
  moment: Moment,
): Decision<PageView> => {
  const qr = state.qrs.get(billNumber)
  if (!qr) return refusal(unknown(billNumber))
  const known = pageOf(state, qr)
  if (known?.ended && known.qr) return accept([], pageView(state, known))
  const refused = checkScan(state, qr, moment)
  if (refused) return refusal(refused)

  const page: PageRecord = {
    id: known?.id ?? uuid(moment.draw('page')),
    token: qr.token,
    order: qr.order,
    openedAt: known?.openedAt ?? moment.now,
    deadline: qr.deadline,
    unknownFields: [],
    qr: billNumber,
  }
  const view = pageView(state, { ...page, attempts: known?.attempts ?? [] })
  const same = known?.qr === billNumber && JSON.stringify(known.order) === JSON.stringify(qr.order)
  return accept(same ? [] : [{ kind: 'page opened', page }], view)
}

const timeout = {
  reasonCode: timeoutCode,
  rules: ['rejected QR code has the reason code 504 and a failure postlink'] satisfies Rule[],
  save: false,
  secure: '' as const,
  status: 'REJECT' as const,
}

/** What stands rejected: the attempt that waits for the issuer, or one that never was. */
const pending = (state: State, qr: Qr, token: Token, moment: Moment): Transaction => {
  const attempt = attemptOf(state, qr)
  if (attempt?.status === '3D') return attempt
  const { order } = qr
  return begin({ order, token, via: 'qr', cardId: '', holder: '', save: false, verdict: timeout }, moment)
}

/** Nobody paid in time. An invoice that was paid by another way meanwhile has nothing to be rejected. */
export const expireQr = (state: State, id: string, moment: Moment): Decision<Record<never, never>> => {
  const qr = state.qrs.get(id)
  const token = qr && state.tokens.get(qr.token)
  if (!qr || !token) return accept([], {})
  const ended: EntryBody = { kind: 'qr ended', qr: id, how: 'expired' }
  const isPaid = invoiceOf(state, qr.order.terminal, qr.order.invoiceId)?.paid !== undefined
  if (isPaid || final.has(statusOf(state, qr))) return accept([ended], {})
  const { entries } = settle(state, pending(state, qr, token, moment), timeout, moment)
  const page = pageOf(state, qr)
  const isOpen = page && !page.ended && !entries.some(({ kind }) => kind === 'page ended')
  const closed: EntryBody[] = isOpen ? [{ kind: 'page ended', page: page.id, how: 'expired' }] : []
  return accept([ended, ...entries, ...closed], {})
}
