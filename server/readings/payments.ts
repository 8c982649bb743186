import type { Transaction } from '../../contracts/entry.ts'
import { fromTiyn } from '../../contracts/money.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import type { Alarm } from '../core/alarm.ts'
import type { Postlink, State } from '../core/state.ts'

/** Journal and state as the control API shows them: instants as ISO 8601, money in main units. */

const iso = (at: number) => new Date(at).toISOString()

export const paymentView = (transaction: Transaction) => {
  const { order } = transaction
  return {
    id: transaction.id,
    invoiceId: order.invoiceId,
    status: transaction.status,
    amount: fromTiyn(order.amount),
    ...(transaction.bonus ? { bonus: fromTiyn(transaction.bonus) } : {}),
    currency: order.currency,
    terminal: order.terminal,
    accountId: order.accountId,
    cardMask: transaction.card?.mask ?? '',
    cardId: transaction.cardId,
    reasonCode: transaction.reasonCode,
    reason: reasonOf(transaction.reasonCode).reason,
    reference: transaction.reference,
    approvalCode: transaction.approvalCode,
    description: order.description,
    via: transaction.via,
    ...(transaction.wallet ? { wallet: transaction.wallet } : {}),
    createdAt: iso(transaction.at),
    assumed: transaction.assumed,
    ...(transaction.late ? { visibleAt: iso(transaction.late.until) } : {}),
  }
}

export const postlinkView = (postlink: Postlink) => ({
  id: postlink.id,
  paymentId: postlink.transaction,
  invoiceId: postlink.invoiceId,
  kind: postlink.kind,
  copyOf: postlink.copyOf ?? null,
  altered: postlink.altered ?? false,
  url: postlink.url,
  state: postlink.state,
  contentType: postlink.contentType,
  owedAt: iso(postlink.owedAt),
  body: postlink.body,
  attempts: postlink.attempts.map(({ at, answer }) => ({
    at: iso(at),
    status: answer?.status ?? null,
    durationMs: answer?.durationMs ?? null,
    error: answer?.error ?? null,
    responseBody: answer?.responseBody ?? null,
  })),
})

export const alarmView = ({ what, id, at }: Alarm) => ({ what, id, at: iso(at) })

export const clockView = (state: State, now: number) => ({ mode: state.clock.mode, now: iso(now) })

/** One page of a list: what follows `after`, and where the next page starts. */
export const paged = <T extends { id: string }>(all: T[], after: string | undefined, limit: number) => {
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  const page = all.slice(from, from + limit)
  return { page, next: from + limit < all.length ? (page.at(-1)?.id ?? null) : null }
}
