import type { CardForm } from '../../contracts/card.ts'
import type { CardTrace, Order, RuleRecord, Transaction, Transfer } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { forcedByCardId, forcedByHolder, forcedByPan } from '../../contracts/sandbox-card.ts'
import { searchName } from '../../contracts/search.ts'
import type { Instant } from '../../contracts/time.ts'
import { type TransferKind, toTransferRow, transferFields } from '../../contracts/transfer.ts'
import { maxAttempts } from './attempts.ts'
import { authorize } from './authorization.ts'
import { forcedVerdict, isLive, judgeCard, judgeReceiver, traceOf, type Verdict } from './card.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice, invoiceOf } from './invoice.ts'
import type { Moment } from './moment.ts'
import { checkOrder, checkPayable } from './order.ts'
import { pageLifetimeMs } from './page.ts'
import { judgeSaved, savedCardOf } from './saved-card.ts'
import { searched } from './search.ts'
import { type State, settingsOf, type Token } from './state.ts'
import { checkTerminal } from './terminal.ts'
import { checkToken } from './token.ts'
import type { TransferCard } from './transfer-command.ts'
import { visible } from './visible.ts'

/** Who must be named: money goes from a card, to a card, or both. */
export const transferSides: Record<TransferKind, ('sender' | 'receiver')[]> = {
  p2p: ['sender', 'receiver'],
  aft: ['sender'],
  oct: ['receiver'],
}

interface Side {
  verdict: Verdict
  trace: CardTrace
  cardId: string
  pan?: string
}

/** One card of a transfer, judged like any card: of the receiver's nobody knows expiry and CVC. */
const judgeSide = (
  state: State,
  side: 'sender' | 'receiver',
  { card, token }: { card: TransferCard; token: Token },
  moment: Moment,
): Side | Refusal => {
  const field = `card.${side}`
  if ('unreadable' in card)
    return refuse('cryptogram unreadable', { field: `${field}.cardCred`, got: card.unreadable })
  if ('cardId' in card) {
    const saved = savedCardOf(state, card.cardId, token)
    if (!saved) return refuse('card unknown', { field: `${field}.id`, got: card.cardId })
    const forced = forcedVerdict(undefined, forcedByCardId(saved.id))
    const { mask, hash, brand, issuer } = saved
    return { verdict: forced ?? judgeSaved(saved), trace: { mask, hash, brand, issuer }, cardId: saved.id }
  }
  const { pan } = card
  if (isLive(state, pan)) return refuse('card live', { field: `${field}.cardCred` })
  const forced = forcedVerdict(undefined, forcedByHolder(card.holder), forcedByPan(pan))
  const judged = side === 'sender' ? judgeCard(state, card as CardForm, moment) : judgeReceiver(state, pan)
  return { verdict: forced ?? judged, trace: traceOf(state, pan, moment), cardId: '', pan }
}

/** A token with an order of its own pays that one; another makes any transfer at its client's terminals. */
const checkTransferToken = (
  state: State,
  { accessToken, order }: { accessToken: string; order: Order },
  moment: Moment,
): Token | Refusal => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return token
  if (token.invoiceId !== undefined) return checkPayable(state, { accessToken, order }, moment)
  const terminal = checkTerminal(state, order.terminal, token.client)
  if (isRefusal(terminal)) return { ...terminal, field: 'order.terminalId' }
  return checkOrder(order) ?? checkInvoice(state, order) ?? token
}

/** Of the page, which is nowhere kept: as many attempts and minutes as a payment's, counted from the first attempt. */
export const isTransferPageOver = (state: State, { terminal, invoiceId }: Order, now: Instant): boolean => {
  const tried = invoiceOf(state, terminal, invoiceId)?.transactions ?? []
  const first = state.transactions.get(tried[0] ?? '')
  return tried.length >= maxAttempts || (first !== undefined && now >= first.at + pageLifetimeMs)
}

export const makeTransfer = (
  state: State,
  asked: CommandOf<'make transfer'>,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'make transfer'>> => {
  const token = checkTransferToken(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  if (asked.onPage && isTransferPageOver(state, asked.order, moment.now))
    return refusal(refuse('page ended', { field: 'invoiceId', got: asked.order.invoiceId }))
  const judged: Partial<Record<'sender' | 'receiver', Side>> = {}
  for (const side of transferSides[asked.transfer]) {
    const card = asked[side]
    if (!card) throw new Error(`${asked.transfer} without card.${side}; its contract asks for one`)
    const one = judgeSide(state, side, { card, token }, moment)
    if (isRefusal(one)) return refusal(one)
    judged[side] = one
  }
  const { sender, receiver } = judged
  const verdict = [sender, receiver].find((side) => side && side.verdict.reasonCode !== 0)?.verdict
  const transfer: Transfer = {
    kind: asked.transfer,
    ...(receiver ? { receiver: receiver.trace } : {}),
    ...{ senderType: asked.senderType, receiverType: asked.receiverType },
  }
  const payer = sender ?? receiver
  const { entries, ...authorized } = authorize(
    state,
    {
      ...{ order: asked.order, token, via: 'transfer' as const, transfer, rule, save: false },
      ...{ card: payer?.trace, cardId: payer?.cardId ?? '', holder: asked.holder },
      verdict: forcedVerdict(rule) ?? verdict ?? payer?.verdict ?? { reasonCode: 0, rules: [] },
      // Anyone who gets money is not asked for a code.
      threeDS: sender?.pan === undefined ? 'off' : forcedByPan(sender.pan)?.threeDS,
    },
    moment,
  )
  return accept(entries, authorized)
}

const isOf = (token: Token, { order, client, transfer }: Transaction) =>
  transfer !== undefined &&
  client === token.client &&
  (token.terminal === undefined || token.terminal === order.terminal)

export const askTransfer = (
  state: State,
  { accessToken, invoiceId }: CommandOf<'ask transfer'>,
  moment: Moment,
): Decision<ReplyTo<'ask transfer'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const known = token.terminal ? invoiceOf(state, token.terminal, invoiceId)?.transactions : undefined
  const attempts = known?.flatMap((id) => state.transactions.get(id) ?? []) ?? [
    ...state.transactions.values(),
  ]
  const found = attempts
    .filter((attempt) => attempt.order.invoiceId === invoiceId && isOf(token, attempt))
    .findLast((attempt) => visible(attempt, moment.now))
  return accept([], found && visible(found, moment.now))
}

export const listTransfers = (
  state: State,
  { accessToken, wish }: CommandOf<'list transfers'>,
  moment: Moment,
): Decision<ReplyTo<'list transfers'>> => {
  const token = checkToken(state, accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const { searchParameters = [], paging: { page: skip = 0, size = 100 } = {} } = wish
  if (!searchParameters.some(({ name }) => searchName(name) === 'createdat'))
    return refusal(refuse('search wrong', { field: 'searchParameters', expected: 'a search by created_at' }))
  const { quirks } = settingsOf(state)
  const rows = [...state.transactions.values()]
    .filter((transaction) => isOf(token, transaction))
    .flatMap((transaction) => visible(transaction, moment.now) ?? [])
    .map((transaction) => toTransferRow(transaction, quirks))
  const found = searched(rows, wish, transferFields)
  if (isRefusal(found)) return refusal(found)
  // Here page is how many records to skip: so its page says.
  return accept([], { totalCount: found.length, records: found.slice(skip, skip + size) })
}
