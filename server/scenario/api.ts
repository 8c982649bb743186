import { cardIdOfCode } from '../../contracts/sandbox-card.ts'
import type { AskStatusStep, ChargeSavedCardStep, OperateStep } from '../../contracts/scenario.ts'
import { paymentsOf } from '../client/control.ts'
import { savedCardCharge } from '../client/purchase.ts'
import type { Verb } from '../client/test-client.ts'
import { CheckFailed } from '../errors.ts'
import { type Answer, answerOf } from './answer.ts'
import { currentOrder, type OrderInPlay, purchaseOf, type Session } from './session.ts'
import { authorized, requestServiceToken, withFields } from './token.ts'

const cardIdFor = async (session: Session, { code, cardId, savedBy }: ChargeSavedCardStep) => {
  if (cardId !== undefined) return cardId
  if (code !== undefined) return cardIdOfCode(code)
  const saved = (await paymentsOf(session)).findLast(
    (payment) => payment.cardId !== '' && (savedBy === undefined || payment.invoiceId === savedBy),
  )
  if (saved) return saved.cardId
  throw new CheckFailed(`no card was saved${savedBy ? ` by invoice ${savedBy}` : ''}`)
}

/** A charge without the buyer, with a token of its own. */
export const chargeSavedCard = async (
  session: Session,
  order: OrderInPlay,
  step: ChargeSavedCardStep,
): Promise<Answer> => {
  const cardId = await cardIdFor(session, step)
  const { answer, auth } = await authorized(session, order)
  if (!auth) return answer
  const charge = { ...savedCardCharge(purchaseOf(session, order), cardId), name: step.holder }
  const json = withFields(charge, step.fields)
  const accessToken = auth.access_token
  const answered = await session.transport('POST', '/api/payments/cards/auth', { accessToken, json })
  // A token is good for one payment: the next step gets a fresh one.
  order.auth = undefined
  return answerOf(answered)
}

/** With a token of the shop's own, or, when asked, with the one the buyer pays with. */
export const askStatus = async (session: Session, step: AskStatusStep): Promise<Answer> => {
  const order = currentOrder(session)
  const invoiceId = step.invoiceId ?? order.fields.invoiceId
  const { answer, auth } = await (step.token === 'payment'
    ? authorized(session, order)
    : requestServiceToken(session, order))
  if (!auth) return answer
  const path = `/api/check-status/payment/transaction/${invoiceId}`
  return answerOf(await session.transport('GET', path, { accessToken: auth.access_token }))
}

/** Charge, cancel or refund of the payment made last. */
export const operate = async (session: Session, verb: Verb, { amount }: OperateStep): Promise<Answer> => {
  const order = currentOrder(session)
  const payment = (await paymentsOf(session)).findLast(
    ({ invoiceId, reasonCode }) => invoiceId === order.fields.invoiceId && reasonCode === 0,
  )
  if (!payment) throw new CheckFailed(`invoice ${order.fields.invoiceId} has no payment to ${verb}`)
  const { answer, auth } = await requestServiceToken(session, order)
  if (!auth) return answer
  order.operated = true
  const path = `/api/operation/${payment.id}/${verb}`
  const json = amount === undefined ? undefined : { amount }
  return answerOf(await session.transport('POST', path, { accessToken: auth.access_token, json }))
}
