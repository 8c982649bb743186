import { brandOf, maskOf2025 } from '../../contracts/card.ts'
import type { RuleRecord, SavedCard, Transaction } from '../../contracts/entry.ts'
import { forcedByCardId, forcedByHolder, panOfCode } from '../../contracts/sandbox-card.ts'
import { authorize } from './authorization.ts'
import { forcedVerdict } from './card.ts'
import type { ChargeSavedCard, CommandOf, StatusReply } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice, invoiceOf } from './invoice.ts'
import type { Moment } from './moment.ts'
import { checkOrder } from './order.ts'
import type { State, Token } from './state.ts'
import { terminalOf } from './terminal.ts'
import { checkPaymentToken, checkToken } from './token.ts'

/** A card the merchant saved, or one of the fixed ids that need no saving first. */
const cardOf = (state: State, id: string, token: Token): SavedCard | undefined => {
  const saved = state.cards.get(id)
  if (saved) return saved.client === token.client ? saved : undefined
  const forced = forcedByCardId(id)
  if (!forced) return undefined
  const pan = panOfCode(forced.reasonCode)
  const trace = { mask: maskOf2025(pan), hash: '', brand: brandOf(pan), issuer: 'EPAY SANDBOX' }
  return {
    ...trace,
    id,
    client: token.client,
    accountId: '',
    holder: 'TEST TEST',
    savedAt: 0,
    transaction: '',
  }
}

/** Seed 004: a charge without the buyer. Another merchant's card is as unknown as one that never was. */
export const chargeSavedCard = (
  state: State,
  asked: ChargeSavedCard,
  moment: Moment,
  rule?: RuleRecord,
): Decision<Transaction> => {
  const token = checkPaymentToken(state, asked.accessToken, asked.order, moment)
  if (isRefusal(token)) return refusal(token)
  const refused = checkOrder(asked.order) ?? checkInvoice(state, asked.order)
  if (refused) return refusal(refused)
  const card = cardOf(state, asked.cardId, token)
  if (!card) return refusal(refuse('card unknown', { field: 'cardId.id', came: asked.cardId }))

  const { mask, hash, brand, issuer } = card
  const { transaction, entries } = authorize(
    state,
    {
      order: asked.order,
      token,
      via: 'saved card',
      card: { mask, hash, brand, issuer },
      cardId: card.id,
      holder: asked.holder || card.holder,
      save: false,
      verdict: forcedVerdict(rule, forcedByHolder(asked.holder), forcedByCardId(card.id)) ?? {
        reasonCode: 0,
        rules: ['unlocked test card is approved'],
      },
      rule,
    },
    moment,
  )
  return accept(entries, transaction)
}

/** The paid attempt if there is one, else the latest. A spent token may still ask. */
export const askStatus = (
  state: State,
  asked: CommandOf<'ask status'>,
  moment: Moment,
): Decision<StatusReply> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const terminal = token.terminal === undefined ? undefined : terminalOf(state, token.terminal)
  if (!terminal) return accept([], { found: false, why: 'token without terminal' })
  const invoice = invoiceOf(state, terminal.id, asked.invoiceId)
  const transaction = state.transactions.get(invoice?.paid ?? invoice?.transactions.at(-1) ?? '')
  if (!transaction) return accept([], { found: false, why: 'invoice not found' })
  return accept([], { found: true, transaction, terminal })
}
