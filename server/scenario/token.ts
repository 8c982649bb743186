import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }
import { baseOf } from './control.ts'
import { answerOf, exchange } from './exchange.ts'
import type { Authorized, OrderInPlay, Session } from './session.ts'

type Fields = Record<string, unknown>

const scope = 'webapi usermanagement email_send verification statement statistics payment'

const credentialsOf = (session: Session, terminal: string) => {
  const known = [...(session.scenario.terminals ?? []), ...terminals].find(({ id }) => id === terminal)
  const client = clients.find(({ id }) => id === known?.client) ?? clients[0]
  return { client_id: client?.id, client_secret: client?.secret }
}

/** Names and values of one message, with a step's own on top; null leaves one out. */
export const withFields = (fields: Fields, given: Fields = {}): Fields =>
  Object.fromEntries(
    Object.entries({ ...fields, ...given }).filter(([, value]) => value !== undefined && value !== null),
  )

const post = async (session: Session, form: Fields): Promise<Authorized> => {
  const texts = Object.entries(form).map(([name, value]): [string, string] => [name, String(value)])
  const url = `${baseOf(session)}/epay2/oauth2/token`
  const answer = answerOf(await exchange(url, { method: 'POST', body: new URLSearchParams(texts) }))
  const auth = Object(answer.body) as { access_token?: string }
  return auth.access_token ? { answer, auth: auth as { access_token: string } } : { answer }
}

/** A token that can pay this order. */
export const requestToken = (session: Session, { fields }: OrderInPlay, given: Fields = {}) => {
  const { terminal, invoiceId, amount, currency, secretHash } = fields
  const { postLink, failurePostLink } = { ...session.merchant.links, ...fields }
  const order = { invoiceID: invoiceId, amount, currency, terminal, secret_hash: secretHash }
  const links = { postLink, failurePostLink }
  const form = { grant_type: 'client_credentials', scope, ...credentialsOf(session, terminal), ...order }
  return post(session, withFields({ ...form, ...links }, given))
}

/** A token that asks and operates, and cannot pay. */
export const requestServiceToken = (session: Session, { fields: { terminal } }: OrderInPlay) =>
  post(session, {
    grant_type: 'client_credentials',
    scope,
    ...credentialsOf(session, terminal),
    terminal,
  })

/** The order's token; one that could not be had is asked for again by the next step. */
export const authorized = async (session: Session, order: OrderInPlay): Promise<Authorized> => {
  order.auth ??= requestToken(session, order)
  const asked = order.auth
  const authorized = await asked
  if (!authorized.auth && order.auth === asked) order.auth = undefined
  return authorized
}
