import type { EntryBody, RuleRecord, SubscriptionRecord, Transaction } from '../../contracts/entry.ts'
import { assumedOf } from '../../contracts/fidelity.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Frequency } from '../../contracts/subscription-record.ts'
import { dayMs, type Instant } from '../../contracts/time.ts'
import { authorize } from './authorization.ts'
import { nobodys } from './cabinet.ts'
import { forcedVerdict, type Verdict } from './card.ts'
import type { CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { digits, type Moment, uuid } from './moment.ts'
import { type State, type Subscription, savedCardAt } from './state.ts'
import { checkToken } from './token.ts'

/** The same day of a later month; of a shorter month its last. */
const monthsAfter = (at: Instant, months: number): Instant => {
  const from = new Date(at)
  const day = from.getUTCDate()
  const to = new Date(at)
  to.setUTCDate(1)
  to.setUTCMonth(from.getUTCMonth() + months)
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(day, last))
  return to.getTime()
}

/** When the nth payment after the first is due. */
const dueAt: Record<Frequency, (at: Instant, n: number) => Instant> = {
  WEEKLY: (at, n) => at + n * 7 * dayMs,
  MONTHLY: monthsAfter,
  QUARTERLY: (at, n) => monthsAfter(at, 3 * n),
}

const findFirst = (
  state: State,
  asked: CommandOf<'subscribe'>,
  client: string,
): (Transaction & { card: NonNullable<Transaction['card']> }) | Refusal => {
  const first = state.transactions.get(asked.transaction)
  if (first?.client !== client)
    return refuse('transaction unknown', { field: 'transactionId', got: asked.transaction })
  const { card, status } = first
  if (!card || (status !== 'CHARGE' && status !== 'AUTH'))
    return refuse('not lawful', { field: 'status', got: status, expected: 'CHARGE or AUTH, paid by card' })
  return { ...first, card }
}

/** After a payment: the bank charges the same card the same amount on schedule. Asked twice it is one subscription. */
export const subscribe = (
  state: State,
  asked: CommandOf<'subscribe'>,
  moment: Moment,
): Decision<ReplyTo<'subscribe'>> => {
  const token = checkToken(state, asked.accessToken, moment)
  if (isRefusal(token)) return refusal(token)
  const first = findFirst(state, asked, token.client)
  if (isRefusal(first)) return refusal(first)
  const known = [...state.subscriptions.values()].find(
    ({ transaction, ended }) => transaction === first.id && !ended,
  )
  if (known) return accept([], known)

  const payer = state.tokens.get(first.token)
  const postLink = first.order.postLink || (payer?.postLink ?? '')
  const failurePostLink = first.order.failurePostLink || (payer?.failurePostLink ?? '')
  const subscription: SubscriptionRecord = {
    id: uuid(moment.draw('subscription')),
    at: moment.now,
    transaction: first.id,
    order: { ...first.order, postLink, failurePostLink, cardSave: false },
    ...{ client: first.client, card: first.card, cardId: first.cardId, holder: first.holder },
    ...{ secretHash: first.secretHash, reference: first.reference, frequency: asked.frequency },
    nextAt: dueAt[asked.frequency](moment.now, 1),
    endsAt: monthsAfter(moment.now, 12),
    assumed: assumedOf(['subscription charges for a year, each time an order of its own']),
  }
  return accept([{ kind: 'subscription made', subscription }], subscription)
}

const verdictOf = (state: State, { cardId }: Subscription, rule?: RuleRecord): Verdict => {
  const forced = forcedVerdict(rule)
  if (forced) return forced
  return savedCardAt(state, cardId)?.deactivated
    ? { reasonCode: 522, rules: ['deactivated card declines with 522'] }
    : { reasonCode: 0, rules: [] }
}

/** The day has come. A decline is told like any other, and the next day stands. */
export const chargeSubscription = (
  state: State,
  id: string,
  moment: Moment,
  rule?: RuleRecord,
): Decision<Record<never, never>> => {
  const subscription = state.subscriptions.get(id)
  if (!subscription || subscription.ended) return accept([], {})
  const {
    order: first,
    client,
    card,
    cardId,
    holder,
    secretHash,
    frequency,
    at,
    charges,
    endsAt,
  } = subscription
  const invoiceId = `9${digits(moment.draw('payment', 'invoice'), 14)}`
  const { entries } = authorize(
    state,
    {
      order: { ...first, invoiceId, invoiceIdAlt: first.invoiceId, secretHash },
      token: nobodys(client),
      via: 'subscription',
      ...{ card, cardId, holder, save: false, rule },
      verdict: verdictOf(state, subscription, rule),
      threeDS: 'off',
    },
    moment,
  )
  const next = dueAt[frequency](at, charges + 2)
  const charged: EntryBody = {
    kind: 'subscription charged',
    subscription: id,
    ...(next <= endsAt ? { next } : {}),
  }
  return accept([...entries, charged], {})
}

/** By the merchant, in the cabinet: no call of the bank for it is known. */
export const cancelSubscription = (
  state: State,
  { subscription: id }: CommandOf<'cancel subscription'>,
): Decision<undefined> => {
  const subscription = state.subscriptions.get(id)
  if (!subscription || subscription.ended)
    return refusal(refuse('subscription unknown', { field: 'id', got: id }))
  return accept([{ kind: 'subscription ended', subscription: id, how: 'cancelled' }], undefined)
}
