import type { Late, RuleRecord, Transaction } from '../../contracts/entry.ts'
import type { Instant } from '../../contracts/time.ts'
import { durationMs } from './duration.ts'

/**
 * What happened is not always what the bank tells: a rule with `then.visibleAfter` keeps an attempt, or a move of
 * money, out of every answer for a while. The journal and the control API know it from the start.
 */

export const lateBy = (
  rule: RuleRecord | undefined,
  now: Instant,
  before?: Late['before'],
): { late?: Late } => {
  const ms = rule?.then.visibleAfter === undefined ? undefined : durationMs(rule.then.visibleAfter)
  return ms ? { late: { until: now + ms, ...(before ? { before } : {}) } } : {}
}

/** The transaction as the bank tells of it now: not at all, as it was before the hidden move, or as it is. */
export const visible = (transaction: Transaction | undefined, now: Instant): Transaction | undefined => {
  const { late } = transaction ?? {}
  if (!transaction || !late || now >= late.until) return transaction
  return late.before && { ...transaction, ...late.before }
}
