import { type CardForm, maskOf2025, panDigits } from '../../contracts/card.ts'
import type { RuleRecord, Transaction } from '../../contracts/entry.ts'
import { type Tiyn, toTiyn } from '../../contracts/money.ts'
import { paymentOperations, type Rule, type RuleOperation, type When } from '../../contracts/rule.ts'
import { forcedByCardId, panOfCode } from '../../contracts/sandbox-card.ts'
import type { Alarm } from './alarm.ts'
import type { AskStatus, Command } from './command.ts'
import { accept, type Decision, refusal, refuse } from './decision.ts'
import { invoiceOf } from './invoice.ts'
import { type Moment, uuid } from './moment.ts'
import { type State, savedCardAt } from './state.ts'
import type { MakeTransfer } from './transfer-command.ts'
import type { PayByWallet } from './wallet-command.ts'

interface Facts {
  operation: RuleOperation
  invoiceId?: string
  terminal?: string
  amount?: Tiyn
  accountId?: string
  mask?: string
  cardId?: string
  holder?: string
}

/** The status is asked with a token's terminal, of the invoice's latest attempt. */
const statusFacts = (state: State, { invoiceId, transaction: id }: AskStatus, token: string): Facts => {
  const terminal = state.tokens.get(token)?.terminal
  const latest = invoiceOf(state, terminal ?? '', invoiceId)?.transactions.at(-1) ?? ''
  const transaction = state.transactions.get(id ?? latest)
  const asked = { invoiceId: id === undefined ? invoiceId : transaction?.order.invoiceId, terminal }
  return { operation: 'status', ...transaction?.order, mask: transaction?.card?.mask, ...asked }
}

const typedFacts = ({ pan, holder }: CardForm) => ({ mask: maskOf2025(panDigits(pan)), holder })

const savedFacts = (state: State, cardId: string) => {
  const saved = savedCardAt(state, cardId)
  const forced = forcedByCardId(cardId)
  const mask = saved?.mask ?? (forced && maskOf2025(panOfCode(forced.reasonCode)))
  return { cardId, mask, holder: saved?.holder }
}

/** Of the alarms only a subscription's does what a rule can change. */
const dueFacts = (state: State, { what, id }: Alarm): Facts | undefined => {
  const due = what === 'subscription due' ? state.subscriptions.get(id) : undefined
  if (!due) return undefined
  const { order, card, cardId, holder } = due
  return { operation: 'subscription', ...order, mask: card.mask, cardId, holder }
}

const transferFacts = ({ order, sender, receiver, holder }: MakeTransfer): Facts => {
  const card = sender ?? receiver
  const mask = card && 'pan' in card ? maskOf2025(panDigits(card.pan)) : undefined
  return { operation: 'transfer', ...order, mask, holder }
}

const walletFacts = ({ order, card, holder }: PayByWallet): Facts => ({
  ...{ operation: 'wallet', ...order, ...('pan' in card ? typedFacts(card) : {}) },
  holder,
})

const registerFacts = (state: State, token: string): Facts => ({
  operation: 'register',
  terminal: state.tokens.get(token)?.terminal,
})

/** What a command is about, in the words rules use; undefined for commands no rule can change. */
const factsOf = (state: State, command: Command, moment: Moment): Facts | undefined => {
  switch (command.kind) {
    case 'issue token': {
      const { invoiceId, terminal, amount } = command
      return { operation: 'token', invoiceId, terminal, amount }
    }
    case 'pay on page': {
      const { order, savedCard } = state.pages.get(command.page) ?? {}
      const card = savedCard === undefined ? typedFacts(command.card) : savedFacts(state, savedCard)
      return order && { operation: 'page', ...order, ...card }
    }
    case 'charge saved card': {
      const { order, cardId, holder } = command
      const saved = savedFacts(state, cardId)
      return { operation: 'savedCard', ...order, ...saved, holder: holder || saved.holder }
    }
    case 'pay by cryptogram': {
      const { order, card } = command
      if ('unreadable' in card) return { operation: 'cryptogram', ...order }
      return { operation: 'cryptogram', ...order, ...typedFacts(card) }
    }
    case 'pay by wallet':
      return walletFacts(command)
    case 'operate': {
      if (command.accessToken === undefined) return undefined
      const transaction = state.transactions.get(command.transaction)
      const amount = command.queryAmount ?? command.bodyAmount ?? transaction?.amount
      const mask = transaction?.card?.mask
      return { operation: command.operation, ...transaction?.order, mask, amount }
    }
    case 'make invoice link':
      return { operation: 'invoiceLink', ...command.order, terminal: undefined }
    case 'make qr': {
      const { invoiceId, terminal, amount } = state.tokens.get(moment.digest(command.accessToken)) ?? {}
      return { operation: 'qr', invoiceId, terminal, amount, accountId: command.wish.accountId }
    }
    case 'ask qr': {
      const token = state.tokens.get(moment.digest(command.accessToken))
      return { operation: 'qrStatus', ...state.qrs.get(command.billNumber ?? token?.qr ?? '')?.order }
    }
    case 'ring':
      return dueFacts(state, command.alarm)
    case 'make transfer':
      return transferFacts(command)
    case 'make instalment':
      return { operation: 'instalment', ...command.order }
    case 'list register':
      return registerFacts(state, moment.digest(command.accessToken))
    case 'list cards':
      return { operation: 'cards', accountId: command.accountId }
    case 'deactivate card':
      return { operation: 'deactivate', cardId: command.cardId }
    case 'ask status':
      return statusFacts(state, command, moment.digest(command.accessToken))
    default:
      return undefined
  }
}

const matchesCard = (wanted: string, mask: string | undefined) =>
  mask !== undefined && (wanted.length === 4 ? mask.endsWith(wanted) : mask === wanted)

const matchesAmount = (wanted: NonNullable<When['amount']>, amount: Tiyn | undefined) => {
  if (amount === undefined) return false
  if (typeof wanted === 'number') return toTiyn(wanted) === amount
  const { min = 0, max = Number.POSITIVE_INFINITY } = wanted
  return amount >= Math.round(min * 100) && amount <= Math.round(max * 100)
}

const sameText = (wanted: string, got: string | undefined) =>
  got?.trim().toLowerCase() === wanted.trim().toLowerCase()

const attemptOf = (state: State, { terminal, invoiceId }: Facts) =>
  (invoiceOf(state, terminal ?? '', invoiceId ?? '')?.transactions.length ?? 0) + 1

/** Every condition must hold; what a rule does not name, it does not ask. */
const matches = (state: State, when: When, facts: Facts): boolean => {
  const operation = when.operation
    ? when.operation === facts.operation
    : paymentOperations.includes(facts.operation)
  if (!operation) return false
  if (when.invoiceId !== undefined && when.invoiceId !== facts.invoiceId) return false
  if (when.terminal !== undefined && !sameText(when.terminal, facts.terminal)) return false
  if (when.accountId !== undefined && when.accountId !== facts.accountId) return false
  if (when.cardId !== undefined && !sameText(when.cardId, facts.cardId)) return false
  if (when.holder !== undefined && !sameText(when.holder, facts.holder)) return false
  if (when.card !== undefined && !matchesCard(when.card, facts.mask)) return false
  if (when.amount !== undefined && !matchesAmount(when.amount, facts.amount)) return false
  return when.attempt === undefined || when.attempt === attemptOf(state, facts)
}

/** Rules about what stands in lists and payouts: no request has to match them. */
const isAboutRecords = ({ then: { register, payout } }: Rule) =>
  register !== undefined || payout !== undefined

/** The first rule about this payment where a list shows it, or a payout pays it. */
export const ruleAbout = (
  state: State,
  operation: 'register' | 'payout',
  { order, card, cardId, holder }: Transaction,
): RuleRecord | undefined => {
  const facts: Facts = { operation, ...order, mask: card?.mask, cardId, holder }
  return state.rules.find((rule) => isAboutRecords(rule) && matches(state, rule.when ?? {}, facts))
}

/** The first rule that matches wins. */
export const ruleFor = (state: State, command: Command, moment: Moment): RuleRecord | undefined => {
  if (state.rules.length === 0) return undefined
  const facts = factsOf(state, command, moment)
  return facts && state.rules.find((rule) => !isAboutRecords(rule) && matches(state, rule.when ?? {}, facts))
}

const withoutPan = (rule: Rule): Rule => {
  const card = rule.when?.card
  return card && card.length > 11 && !card.includes('.')
    ? { ...rule, when: { ...rule.when, card: maskOf2025(card) } }
    : rule
}

export const addRule = (rule: Rule, moment: Moment): Decision<RuleRecord> => {
  const active = { id: uuid(moment.draw('rule')), ...withoutPan(rule), matched: 0 }
  return accept([{ kind: 'rule added', rule: active }], active)
}

/** One rule by its id, or all of them. */
export const clearRules = (state: State, id?: string): Decision<{ cleared: number }> => {
  const rules = state.rules.filter((rule) => id === undefined || rule.id === id).map((rule) => rule.id)
  if (id !== undefined && rules.length === 0) return refusal(refuse('rule unknown', { field: 'id', got: id }))
  return accept(rules.length > 0 ? [{ kind: 'rules cleared', rules }] : [], { cleared: rules.length })
}
