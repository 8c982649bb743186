import type { EntryBody, Order, TokenDigest, TokenRecord } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { hourMs, secondMs } from '../../contracts/time.ts'
import type { IssueToken, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { accessToken, type Moment } from './moment.ts'
import { type State, settingsOf, type Token } from './state.ts'
import { checkClient, checkTerminal, terminalOf } from './terminal.ts'
import { userOf } from './user.ts'

const checkUser = (state: State, { username = '', password = '', clientId }: IssueToken) => {
  const user = userOf(state, username, password)
  return user?.client === clientId
    ? undefined
    : refuse('user unknown', { field: 'username', got: username || 'nothing' })
}

const refreshOf = (state: State, { refreshToken = '', clientId }: IssueToken, moment: Moment) => {
  const token = state.tokens.get(moment.digest(refreshToken))
  const good = token?.refresh && token.client === clientId && !token.spent && moment.now < token.expiresAt
  return good ? token : undefined
}

const grants: Record<string, (state: State, asked: IssueToken, moment: Moment) => Refusal | undefined> = {
  client_credentials: () => undefined,
  password: checkUser,
  refresh_token: (state, asked, moment) =>
    refreshOf(state, asked, moment) ? undefined : refuse('refresh token unknown', { field: 'refresh_token' }),
}

/** The bank's order of checking: grant, client, terminal, then what a payment token is bound to. */
const checkRequest = (state: State, asked: IssueToken, moment: Moment): Refusal | undefined => {
  const check = Object.hasOwn(grants, asked.grantType) ? grants[asked.grantType] : undefined
  if (!check) return refuse('grant type unsupported', { field: 'grant_type', got: asked.grantType })
  const unknown =
    checkClient(state, asked.clientId, asked.clientSecret, moment) ?? check(state, asked, moment)
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

/** A setting of the terminal, where it has one. */
export const tokenLifetimeMs = (state: State, terminal: string | undefined): number => {
  const own = terminal === undefined ? undefined : terminalOf(state, terminal)?.tokenExpireInSeconds
  return (own ?? Number(settingsOf(state).quirks.tokenLifetime)) * secondMs
}

// Assumed: the documents tell no lifetime of a refresh token.
const refreshLifetimeMs = 24 * hourMs

const refreshFor = (token: TokenRecord, issued: string, moment: Moment): TokenRecord => ({
  digest: moment.digest(issued),
  client: token.client,
  scope: token.scope,
  postLink: '',
  failurePostLink: '',
  secretHash: '',
  issuedAt: moment.now,
  expiresAt: moment.now + refreshLifetimeMs,
  unknownFields: [],
  refresh: true,
})

export const issueToken = (
  state: State,
  asked: IssueToken,
  moment: Moment,
): Decision<ReplyTo<'issue token'>> => {
  const refused = checkRequest(state, asked, moment)
  if (refused) return refusal(refused)

  const used = asked.grantType === 'refresh_token' ? refreshOf(state, asked, moment) : undefined
  const issued = accessToken(moment.draw('token'))
  const terminal = asked.terminal?.toLowerCase()
  const token = {
    digest: moment.digest(issued),
    client: asked.clientId,
    terminal,
    invoiceId: asked.invoiceId,
    amount: asked.amount,
    currency: asked.currency,
    scope: asked.scope || (used?.scope ?? ''),
    postLink: asked.postLink,
    failurePostLink: asked.failurePostLink,
    secretHash: asked.secretHash,
    issuedAt: moment.now,
    expiresAt: moment.now + tokenLifetimeMs(state, terminal),
    unknownFields: asked.unknownFields,
  }
  const entries: EntryBody[] = [{ kind: 'token issued', token }]
  const reply = { accessToken: issued, token: { ...token, spent: false } }
  if (asked.grantType === 'client_credentials') return accept(entries, reply)
  // Another one takes its place: a refresh token is good once.
  const refreshToken = accessToken(moment.draw('token', 'refresh'))
  if (used) entries.push({ kind: 'token expired', token: used.digest })
  entries.push({ kind: 'token issued', token: refreshFor(token, refreshToken, moment) })
  return accept(entries, { ...reply, refreshToken })
}

/** Any living token, spent or not: enough to ask for the status. */
export const checkToken = (state: State, presented: string, moment: Moment): Token | Refusal => {
  if (presented === '') return refuse('token missing', { field: 'Authorization' })
  const token = state.tokens.get(moment.digest(presented))
  if (!token || token.refresh) return refuse('token unknown', { field: 'Authorization' })
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
    return refuse('other invoice', { field: 'invoiceId', got: order.invoiceId, expected: invoiceId })
  }
  if (token.terminal !== order.terminal) {
    return refuse('other terminal', { field: 'terminal', got: order.terminal, expected: token.terminal })
  }
  if (token.amount !== order.amount) {
    const inUnits = (tiyn = 0) => String(tiyn / 100)
    return refuse('other amount', {
      field: 'amount',
      got: inUnits(order.amount),
      expected: inUnits(token.amount),
    })
  }
  if (token.currency !== order.currency) {
    return refuse('other currency', { field: 'currency', got: order.currency, expected: token.currency })
  }
  return token
}

export const expireToken = (state: State, digest: TokenDigest): Decision<Record<never, never>> =>
  accept(state.tokens.has(digest) ? [{ kind: 'token expired', token: digest }] : [], {})
