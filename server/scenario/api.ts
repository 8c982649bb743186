import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { AskStatusStep, ChargeSavedCardStep, OperateStep } from '../../contracts/scenario.ts'
import { baseOf, paymentsOf } from './control.ts'
import { type Answer, answerOf, exchange } from './exchange.ts'
import { currentOrder, type OrderInPlay, type Session } from './session.ts'
import { StoryError } from './story-error.ts'
import { authorized, requestServiceToken, withFields } from './token.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const cardIdFor = async (session: Session, { code, cardId, savedBy }: ChargeSavedCardStep) => {
  if (cardId !== undefined) return cardId
  if (code !== undefined) return cardIdOfCode(code)
  const saved = (await paymentsOf(session)).findLast(
    (payment) => payment.cardId !== '' && (savedBy === undefined || payment.invoiceId === savedBy),
  )
  if (saved) return saved.cardId
  throw new StoryError(`no card was saved${savedBy ? ` by invoice ${savedBy}` : ''}`)
}

/** Seed 004: a charge without the buyer, with a token of its own. */
export const chargeSavedCard = async (
  session: Session,
  order: OrderInPlay,
  step: ChargeSavedCardStep,
): Promise<Answer> => {
  const id = await cardIdFor(session, step)
  const { answer, auth } = await authorized(session, order)
  if (!auth) return answer
  const { terminal, invoiceId, amount, currency, description, accountId } = order.fields
  const { postLink, failurePostLink } = { ...session.merchant.links, ...order.fields }
  const body = withFields(
    {
      ...{ terminalId: terminal, invoiceId, amount, currency, description, accountId, postLink },
      ...{ failurePostLink, paymentType: 'cardId', cardId: { id }, name: step.holder },
    },
    step.fields,
  )
  const sent = await exchange(`${baseOf(session)}/api/payments/cards/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(auth.access_token) },
    body: JSON.stringify(body),
  })
  // A token is good for one payment: the next step gets a fresh one.
  order.auth = undefined
  return answerOf(sent)
}

/** With a token of the shop's own, or, when asked, with the one the buyer pays with. */
export const askStatus = async (session: Session, step: AskStatusStep): Promise<Answer> => {
  const order = currentOrder(session)
  const invoiceId = step.invoiceId ?? order.fields.invoiceId
  const { answer, auth } = await (step.token === 'payment'
    ? authorized(session, order)
    : requestServiceToken(session, order))
  if (!auth) return answer
  const url = `${baseOf(session)}/api/check-status/payment/transaction/${invoiceId}`
  return answerOf(await exchange(url, { headers: bearer(auth.access_token) }))
}

/** Charge, cancel or refund of the payment made last. */
export const operate = async (
  session: Session,
  verb: 'charge' | 'cancel' | 'refund',
  { amount }: OperateStep,
): Promise<Answer> => {
  const order = currentOrder(session)
  const payment = (await paymentsOf(session)).findLast(
    ({ invoiceId, reasonCode }) => invoiceId === order.fields.invoiceId && reasonCode === 0,
  )
  if (!payment) throw new StoryError(`invoice ${order.fields.invoiceId} has no payment to ${verb}`)
  const { answer, auth } = await requestServiceToken(session, order)
  if (!auth) return answer
  const sent = await exchange(`${baseOf(session)}/api/operation/${payment.id}/${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(auth.access_token) },
    ...(amount === undefined ? {} : { body: JSON.stringify({ amount }) }),
  })
  return answerOf(sent)
}
