import type { Order, TokenDigest } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { secondMs } from '../../contracts/time.ts'
import type { IssueToken, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { accessToken, type Moment } from './moment.ts'
import { type State, settingsOf, type Token } from './state.ts'
import { checkClient, checkTerminal } from './terminal.ts'

/** The bank's order of checking: grant, client, terminal, then what a payment token is bound to. */
const checkRequest = (state: State, asked: IssueToken, moment: Moment): Refusal | undefined => {
  if (asked.grantType !== 'client_credentials') {
    return refuse('grant type unsupported', { field: 'grant_type', came: asked.grantType })
  }
  const unknown = checkClient(state, asked.clientId, asked.clientSecret, moment)
  if (unknown) return unknown
  if (asked.terminal !== undefined) {
    const terminal = checkTerminal(state, asked.terminal, asked.clientId)
    if (isRefusal(terminal)) return terminal
  }
  if (asked.invoiceId === undefined) return undefined
  if (asked.terminal === undefined) return refuse('terminal missing', { field: 'terminal' })
  if (asked.amount === undefined) return refuse('amount missing', { field: 'amount' })
  if (asked.currency === undefined) return refuse('currency missing', { field: 'currency' })
  return undefined
}

export const issueToken = (
  state: State,
  asked: IssueToken,
  moment: Moment,
): Decision<ReplyTo<'issue token'>> => {
  const refused = checkRequest(state, asked, moment)
  if (refused) return refusal(refused)

  const issued = accessToken(moment.draw('token'))
  const token = {
    digest: moment.digest(issued),
    client: asked.clientId,
    terminal: asked.terminal?.toLowerCase(),
    invoiceId: asked.invoiceId,
    amount: asked.amount,
    currency: asked.currency,
    scope: asked.scope,
    postLink: asked.postLink,
    failurePostLink: asked.failurePostLink,
    secretHash: asked.secretHash,
    issuedAt: moment.now,
    expiresAt: moment.now + Number(settingsOf(state).quirks.tokenLifetime) * secondMs,
    unknownFields: asked.unknownFields,
  }
  return accept([{ kind: 'token issued', token }], { accessToken: issued, token: { ...token, spent: false } })
}

/** Any living token, spent or not: enough to ask for the status. */
export const checkToken = (state: State, presented: string, moment: Moment): Token | Refusal => {
  if (presented === '') return refuse('token missing', { field: 'Authorization' })
  const token = state.tokens.get(moment.digest(presented))
  if (!token) return refuse('token unknown', { field: 'Authorization' })
  if (moment.now >= token.expiresAt) return refuse('token expired', { field: 'Authorization' })
  return token
}

/** A token that may pay this very order. */
export const checkPaymentToken = (
  state: State,
  presented: string,
  order: Order,
  moment: Moment,
): Token | Refusal => {
  const token = checkToken(state, presented, moment)
  if (isRefusal(token)) return token
  const invoiceId = token.invoiceId
  if (invoiceId === undefined) return refuse('token without invoice', { field: 'auth' })
  if (token.spent) return refuse('token used', { field: 'auth' })
  if (settingsOf(state).quirks.tokenInvoice === 'bound' && invoiceId !== order.invoiceId) {
    return refuse('other invoice', { field: 'invoiceId', came: order.invoiceId, expected: invoiceId })
  }
  if (token.terminal !== order.terminal) {
    return refuse('other terminal', { field: 'terminal', came: order.terminal, expected: token.terminal })
  }
  if (token.amount !== order.amount) {
    const inUnits = (tiyn = 0) => String(tiyn / 100)
    return refuse('other amount', {
      field: 'amount',
      came: inUnits(order.amount),
      expected: inUnits(token.amount),
    })
  }
  if (token.currency !== order.currency) {
    return refuse('other currency', { field: 'currency', came: order.currency, expected: token.currency })
  }
  return token
}

export const expireToken = (state: State, digest: TokenDigest): Decision<Record<never, never>> =>
  accept(state.tokens.has(digest) ? [{ kind: 'token expired', token: digest }] : [], {})
