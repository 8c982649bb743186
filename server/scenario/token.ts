import { readJson } from '../../contracts/json.ts'
import { paymentTokenForm, serviceTokenForm } from '../client/purchase.ts'
import { requestToken as request } from '../client/test-client.ts'
import { answerOf } from './answer.ts'
import { type Authorized, type OrderInPlay, purchaseOf, type Session } from './session.ts'

type Fields = Record<string, unknown>

/** Names and values of one message, with a step's own on top; null leaves one out. */
export const withFields = (fields: Fields, given: Fields = {}): Fields =>
  Object.fromEntries(
    Object.entries({ ...fields, ...given }).filter(([, value]) => value !== undefined && value !== null),
  )

const authorize = async ({ transport }: Session, form: Fields): Promise<Authorized> => {
  const answered = await request(transport, form)
  const auth = Object(readJson(answered.text)) as { access_token?: string }
  const answer = answerOf(answered)
  return auth.access_token ? { answer, auth: auth as { access_token: string } } : { answer }
}

/** A token that can pay this order. */
export const requestToken = (session: Session, order: OrderInPlay, given: Fields = {}) =>
  authorize(session, withFields(paymentTokenForm(purchaseOf(session, order)), given))

/** A token that asks and operates, and cannot pay. */
export const requestServiceToken = (session: Session, order: OrderInPlay) =>
  authorize(session, serviceTokenForm(purchaseOf(session, order)))

/** The order's token; one that could not be had is asked for again by the next step. */
export const authorized = async (session: Session, order: OrderInPlay): Promise<Authorized> => {
  order.auth ??= requestToken(session, order)
  const asked = order.auth
  const authorized = await asked
  if (!authorized.auth && order.auth === asked) order.auth = undefined
  return authorized
}
