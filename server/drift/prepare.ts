import { findReason } from '../../contracts/reason-code.ts'
import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import { openTestClient } from '../client/test-client.ts'
import type { Transport } from '../client/transport.ts'
import { setUp } from '../provider-states/catalogue.ts'
import type { Params } from '../provider-states/state.ts'
import type { Recording } from '../record/recording.ts'
import type { Known } from './known.ts'

/**
 * The recorded bank knew things from before the recording, or from its own page: a payment, a saved card. Where an
 * answer rests on one, the sandbox is brought into such a state first. Answers the token that goes with it.
 */
export type Prepare = (
  recording: Recording,
  known: Known,
  transport: Transport,
) => Promise<string | undefined>

type Fields = Record<string, unknown>

const byStatus: Record<string, string> = {
  AUTH: 'a payment is held',
  CHARGE: 'a payment was approved',
  CANCEL: 'a held payment was cancelled',
  REFUND: 'a payment was refunded',
  FAILED: 'a payment was declined',
  REJECT: 'a payment was declined',
  VERIFIED: 'a card is saved',
}

const tokenOf = ({ accessToken }: { accessToken?: unknown }) => accessToken as string

const isPaid = async (transport: Transport, invoiceId: string) => {
  const path = `payments?invoiceId=${encodeURIComponent(invoiceId)}`
  return (await openTestClient(transport).control<{ payments: unknown[] }>(path)).payments.length > 0
}

const prepareStatus: Prepare = async ({ request, answer }, known, transport) => {
  const answered = Object(answer.body) as Fields
  const transaction = Object(answered.transaction ?? answered) as Fields
  const invoiceId = request.params.invoiceId ?? ''
  const state = byStatus[String(transaction.statusName ?? transaction.code)]
  if (!state || (await isPaid(transport, invoiceId))) return undefined
  const { amount, orgAmount = amount, currency, accountID: accountId } = transaction
  const order = state === 'a card is saved' ? {} : { invoiceId, amount: orgAmount, currency }
  const reasonCode = state.endsWith('declined') ? { reasonCode: Number(transaction.reasonCode) || 484 } : {}
  const params = { ...order, ...reasonCode, ...(accountId ? { accountId } : {}) } as Params
  const values = await setUp(transport, state, params)
  if (values.transactionId) known.set(String(transaction.id), String(values.transactionId))
  return tokenOf(values)
}

const prepareOperation =
  (state: string): Prepare =>
  async ({ request, number, answer }, known, transport) => {
    const id = request.params.id ?? ''
    if (answer.status >= 400 || known.has(id)) return undefined
    // An order number nobody else has: it is not known whose payment this was.
    const values = await setUp(transport, state, { invoiceId: String(700_000_000 + number) })
    known.set(id, String(values.transactionId))
    return tokenOf(values)
  }

/** Fixed ids force what the recorded card did. */
const prepareCharge: Prepare = async ({ request, answer }, known) => {
  const { cardId } = Object(request.body) as { cardId?: { id?: string } }
  const { code } = Object(answer.body) as { code?: number }
  if (!cardId?.id || known.has(cardId.id)) return undefined
  const forced = answer.status < 400 ? 0 : code
  if (forced !== undefined && forced >= 0 && findReason(forced)) known.set(cardId.id, cardIdOfCode(forced))
  return undefined
}

const prepareCards: Prepare = async ({ request, answer }, known, transport) => {
  const { accountId = 'customer1', cardId = '' } = request.params
  const hasCards = request.params.cardId !== undefined ? answer.status < 400 : Array.isArray(answer.body)
  if (!hasCards || (cardId !== '' && known.has(cardId))) return undefined
  const values = await setUp(transport, 'a card is saved', { accountId })
  if (cardId !== '') known.set(cardId, String(values.cardId))
  return tokenOf(values)
}

export const preparations: Record<string, Prepare> = {
  status: prepareStatus,
  legacyStatus: prepareStatus,
  charge: prepareOperation('a payment is held'),
  cancel: prepareOperation('a payment is held'),
  refund: prepareOperation('a payment was approved'),
  chargeSavedCard: prepareCharge,
  savedCards: prepareCards,
  deactivateCard: prepareCards,
}
