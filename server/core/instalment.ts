import type { EntryBody, InstalmentRecord, InstalmentStatus, RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/fidelity.ts'
import { creditConditions, leastInstalment } from '../../contracts/instalment.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { minuteMs } from '../../contracts/time.ts'
import { begin, type Outcome, settle } from './authorization.ts'
import { nobodys } from './cabinet.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import { type Moment, uuid } from './moment.ts'
import { checkPayable } from './order.ts'
import type { Instalment, State, Token } from './state.ts'
import { terminalsOf } from './terminal.ts'
import { checkToken } from './token.ts'

const second = 1000
export const instalmentLifetimeMs = 20 * minuteMs

/** While nobody opens the page that stands in for the bank's app, the clock walks on by itself. */
const walk: Partial<Record<InstalmentStatus, { to: InstalmentStatus; afterMs: number }>> = {
  NEW: { to: 'SCAN', afterMs: 5 * second },
  SCAN: { to: 'IN_PROGRESS', afterMs: 5 * second },
  IN_PROGRESS: { to: 'ACCEPT', afterMs: 10 * second },
}

/** Of a purchase the bank did not accept, and of one that nobody finished. */
const rejectedCode = 462
const timeoutCode = 504

const isOver = ({ status }: Instalment) => status === 'ACCEPT' || status === 'REJECT'

const hasShop = (state: State, shopId: string, { client }: Token) =>
  terminalsOf(state, client).some((terminal) => terminal.id === shopId || terminal.shopId === shopId)

/** Any of the client's shops; by its own id or that of the terminal. */
export const listConditions = (
  state: State,
  { accessToken, shopId }: CommandOf<'list credit conditions'>,
  moment: Moment,
): Decision<ReplyTo<'list credit conditions'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  return hasShop(state, shopId, token)
    ? accept([], undefined)
    : refusal(refuse('shop unknown', { field: 'shopId', got: shopId }))
}

const check = (state: State, asked: CommandOf<'make instalment'>, token: Token): Refusal | undefined => {
  const { shopId, condition, order } = asked
  if (!hasShop(state, shopId, token)) return refuse('shop unknown', { field: 'shopId', got: shopId })
  if (!creditConditions.some(({ id }) => id === condition))
    return refuse('credit condition unknown', { field: 'creditConditionId', got: condition })
  if (order.amount < leastInstalment * 100)
    return refuse('instalment too small', { field: 'amount', got: String(order.amount / 100) })
  return undefined
}

/** With the addresses its token gave: that may be forgotten before the bank has decided. */
const recordOf = (asked: CommandOf<'make instalment'>, token: Token, moment: Moment): InstalmentRecord => {
  const condition = creditConditions.find(({ id }) => id === asked.condition)
  if (!condition) throw new Error(`expected a credit condition of the table, got ${asked.condition}`)
  const { postLink, failurePostLink, secretHash, client, digest } = token
  return {
    ...{ id: uuid(moment.draw('instalment')), at: moment.now, client, token: digest, secretHash },
    ...{ order: { ...asked.order, postLink, failurePostLink }, shopId: asked.shopId, condition },
    reasonCode: 0,
  }
}

/** Asked twice with one token it is one purchase. */
export const makeInstalment = (
  state: State,
  asked: CommandOf<'make instalment'>,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'make instalment'>> => {
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  const refused = check(state, asked, token)
  if (refused) return refusal(refused)
  const known = [...state.instalments.values()].findLast((one) => one.token === token.digest)
  if (known && !isOver(known)) return accept([], known)
  const instalment = {
    ...recordOf(asked, token, moment),
    ...(rule ? { rule: rule.id, reasonCode: rule.then.reasonCode ?? 0 } : {}),
  }
  const nextAt = moment.now + (walk.NEW?.afterMs ?? 0)
  return accept([{ kind: 'instalment asked', instalment, nextAt }], { ...instalment, status: 'NEW' })
}

/** By the bank's id, or by the order number of the shop. */
const find = (state: State, id: string, { client }: Token): Instalment | undefined => {
  const own = [...state.instalments.values()].filter((one) => one.client === client)
  return own.find((one) => one.id === id.toLowerCase()) ?? own.findLast(({ order }) => order.invoiceId === id)
}

export const askInstalment = (
  state: State,
  { accessToken, instalment: id }: CommandOf<'ask instalment'>,
  moment: Moment,
): Decision<Instalment> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const found = find(state, id, token)
  return found ? accept([], found) : refusal(refuse('instalment unknown', { field: 'orderId', got: id }))
}

const rules: Rule[] = ['instalment is paid to the shop like a payment once the bank has accepted it']

/** The shop is paid, or hears why not. */
const end = (state: State, one: Instalment, reasonCode: number, moment: Moment): EntryBody[] => {
  const { order, client, secretHash } = one
  const outcome: Outcome = {
    ...{ reasonCode, rules, save: false, secure: '' },
    ...(reasonCode === 0 ? {} : { status: 'REJECT' }),
  }
  const attempted = {
    ...{ order: { ...order, secretHash }, token: nobodys(client), via: 'instalment' as const },
    ...{ cardId: '', holder: order.name, save: false, verdict: outcome },
  }
  return settle(state, begin(attempted, moment), outcome, moment).entries
}

/** An order that was paid meanwhile by another way is no purchase of the bank any more, and nothing is owed for it. */
const finish = (state: State, one: Instalment, code: number, moment: Moment): EntryBody[] => {
  const isTaken = checkInvoice(state, one.order) !== undefined
  const status = code === 0 && !isTaken ? 'ACCEPT' : 'REJECT'
  const moved: EntryBody = { kind: 'instalment moved', instalment: one.id, status }
  return isTaken ? [moved] : [moved, ...end(state, one, code, moment)]
}

/** The clock: a step further; of one that somebody opened and left, the end of its twenty minutes. */
export const stepInstalment = (state: State, id: string, moment: Moment): Decision<Record<never, never>> => {
  const one = state.instalments.get(id)
  const next = one && walk[one.status]
  if (!one || !next) return accept([], {})
  if (one.opened) return accept(finish(state, one, timeoutCode, moment), {})
  if (next.to === 'ACCEPT') return accept(finish(state, one, one.reasonCode, moment), {})
  const nextAt = moment.now + (walk[next.to]?.afterMs ?? 0)
  return accept([{ kind: 'instalment moved', instalment: id, status: next.to, nextAt }], {})
}

const opened = (one: Instalment, status: InstalmentStatus): EntryBody => ({
  ...{ kind: 'instalment moved', instalment: one.id, status, opened: true },
  nextAt: one.at + instalmentLifetimeMs,
})

/** The page that stands in for the bank's app. Once it is open, the buyer decides and not the clock. */
export const openInstalment = (
  state: State,
  { instalment: id }: CommandOf<'open instalment'>,
): Decision<Instalment> => {
  const one = state.instalments.get(id)
  if (!one) return refusal(refuse('instalment unknown', { field: 'id', got: id }))
  if (one.opened || isOver(one)) return accept([], one)
  const status: InstalmentStatus = one.status === 'NEW' ? 'SCAN' : one.status
  return accept([opened(one, status)], { ...one, status, opened: true })
}

export const answerInstalment = (
  state: State,
  { instalment: id, answer }: CommandOf<'answer instalment'>,
  moment: Moment,
): Decision<undefined> => {
  const one = state.instalments.get(id)
  if (!one) return refusal(refuse('instalment unknown', { field: 'id', got: id }))
  if (isOver(one)) return accept([], undefined)
  if (answer === 'ask') return accept([opened(one, 'IN_PROGRESS')], undefined)
  return accept(finish(state, one, answer === 'accept' ? 0 : rejectedCode, moment), undefined)
}
