import { readJson } from '../../../contracts/json.ts'
import { type Operation, type OperationId, operations } from '../../../contracts/operations.ts'
import { decodeParams } from '../../../contracts/params.ts'
import { type State, settingsOf } from '../../core/state.ts'
import { digest } from '../../workspace/chance.ts'
import type { Kept } from './memory.ts'

/** What an exchange is about, as far as it can be told from outside. */
export interface Links {
  /** A row of the table of operations, or a step of the bank's own pages. */
  operation: OperationId | 'openPage' | 'pay' | 'scanQr' | 'answerChallenge' | 'confirmPayment' | null
  invoiceId?: string
  terminal?: string
  paymentId?: string
  page?: string
  challenge?: string
  /** As the journal knows it. */
  token?: string
}

type Fields = Record<string, unknown>

const rows: Map<string, OperationId> = new Map(
  (Object.entries(operations) as [OperationId, Operation][]).flatMap(([id, { method, paths }]) =>
    paths.map((path) => [`${method} ${path}`, id] as const),
  ),
)

const steps: [RegExp, Links['operation']][] = [
  [/^GET \/(redesign-)?payform\/$/, 'openPage'],
  [/^POST \/(redesign-)?payform\/pay$/, 'pay'],
  [/^GET \/homebank\//, 'scanQr'],
  [/^(GET|POST) \/acs\//, 'answerChallenge'],
  [/^(GET|POST) (\/api)?\/payments?\/(cards\/)?confirm(Payment)?$/, 'confirmPayment'],
]

export const operationOf = ({ method, route }: Kept): Links['operation'] => {
  const asked = `${method} ${route}`
  return rows.get(asked) ?? steps.find(([pattern]) => pattern.test(asked))?.[1] ?? null
}

/** Text as an object with its names in lower case: they come in any. */
const lowered = (value: unknown): Fields => {
  const fields = typeof value === 'string' ? parsed(value) : value
  return Object.fromEntries(
    Object.entries(Object(fields)).map(([name, one]) => [name.toLowerCase(), one as unknown]),
  )
}

const parsed = (text: string): unknown => (/^\s*\{/.test(text) ? readJson(text) : undefined) ?? {}

export const queryOf = ({ target }: Kept): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(target.split('?').slice(1).join('?')))

/** What payment-api.js packed into the address of the page. */
export const paymentIn = (kept: Kept): Fields | undefined => {
  const { params } = queryOf(kept)
  return params === undefined ? undefined : decodeParams(params)
}

const textIn = (fields: Fields, ...names: string[]): string | undefined => {
  const found = names
    .map((name) => fields[name])
    .find((value) => value !== '' && /string|number/.test(typeof value))
  return found === undefined ? undefined : String(found)
}

const bearerOf = ({ request: { headers } }: Kept) =>
  /^\s*bearer\s+(\S+)/i.exec(String(headers.authorization ?? headers.authorize ?? ''))?.[1]

/** The page an answer leads to. */
const pageAhead = ({ answer: { headers } }: Kept) =>
  /[?&]page=([^&]+)/.exec(String(headers.location ?? ''))?.[1]

const tokenIn = (kept: Kept, asked: Fields, answered: Fields): string | undefined => {
  const auth = lowered(asked.auth)
  return (
    bearerOf(kept) ??
    textIn(asked, 'access', 'auth') ??
    textIn(auth, 'access_token') ??
    textIn(answered, 'access_token')
  )
}

const known = new WeakMap<Kept, Links>()

/** Found once for each exchange, when somebody first reads it: a payment object takes time to unpack. */
export const linksOf = (kept: Kept, state: State): Links => {
  const links = known.get(kept) ?? find(kept, state)
  known.set(kept, links)
  return links
}

const find = (kept: Kept, state: State): Links => {
  const { params, answer } = kept
  const operation = operationOf(kept)
  const asked = { ...lowered(queryOf(kept)), ...lowered(paymentIn(kept)), ...lowered(kept.request.body) }
  const answered = lowered(answer.body)
  const isAttempt = operation === 'chargeSavedCard' || operation === 'cryptopay'
  const accessToken = tokenIn(kept, asked, answered)
  const token = accessToken && digest(settingsOf(state).seed, accessToken)
  const page = (operation === 'pay' ? textIn(asked, 'page') : undefined) ?? pageAhead(kept)
  const challenge =
    operation === 'answerChallenge' || operation === 'confirmPayment' ? textIn(asked, 'md') : undefined
  const paymentId =
    params.id?.toLowerCase() ??
    (isAttempt ? textIn(answered, 'id') : undefined) ??
    (operation === 'confirmPayment' ? textIn(asked, 'id')?.toLowerCase() : undefined) ??
    state.challenges.get(challenge ?? '')?.transaction.id
  const order = state.transactions.get(paymentId ?? '')?.order ?? state.pages.get(page ?? '')?.order
  const issued = state.tokens.get(token ?? '')
  const invoiceId =
    order?.invoiceId ?? params.invoiceId ?? textIn(asked, 'invoiceid', 'invoice_id') ?? issued?.invoiceId
  const terminal =
    order?.terminal ?? textIn(asked, 'terminal', 'terminalid')?.toLowerCase() ?? issued?.terminal
  return { operation, invoiceId, terminal, paymentId, page, challenge, token }
}
