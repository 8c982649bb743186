import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Sandbox } from '../../server/sandbox.ts'
import { askStatus, bearer, payThroughPage, type TokenForm, tokenForm, tokenOf } from '../world.ts'

/** fixtures/terminals.json: the one terminal that holds before it charges. */
export const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
export const otherTerminal = '40a348cb-68a3-45d5-9002-a4836d79c3b5'

export const dollars: TokenForm = {
  client_id: 'halykfinanceUSD',
  client_secret: 'U01gQZVL##lJ$NhJ',
  terminal: 'd9d7978c-d6ee-4ec0-8cda-165251a4bf16',
}

/** A token that asks and operates, of any client and terminal. */
export const serviceOf = (sandbox: Sandbox, given: TokenForm = {}): Promise<string> => {
  const { grant_type, scope, client_id, client_secret, terminal } = tokenForm() as Record<string, string>
  const form = { grant_type, scope, client_id, client_secret, terminal, ...given } as TokenForm
  return fetch(sandbox.oauthUrl, { method: 'POST', body: new URLSearchParams(form) })
    .then((answer) => answer.json())
    .then((body) => String((body as { access_token: string }).access_token))
}

export interface Paid {
  sandbox: Sandbox
  /** The token that paid: spent, and still good for operations. */
  spent: string
  service: string
  id: string
  invoiceId: string
  terminal: string
}

/** One payment through the page: charged on the one-stage terminal, held on the other. */
export const paid = async (
  sandbox: Sandbox,
  given: { amount?: number; invoiceId?: string; terminal?: string; postLink?: string } = {},
): Promise<Paid> => {
  const { amount = 100, invoiceId = '000000001', terminal = tokenForm().terminal as string, ...order } = given
  const token = { invoiceID: invoiceId, amount: String(amount), terminal }
  const { accessToken } = await payThroughPage(sandbox, {
    token,
    order: { invoiceId, amount, terminal, ...order },
  })
  const id = (await sandbox.payments()).at(-1)?.id ?? ''
  const service = await serviceOf(sandbox, { terminal })
  return { sandbox, spent: accessToken, service, id, invoiceId, terminal }
}

export interface Told {
  status: number
  /** As it came: an empty text is nothing at all. */
  text: string
  length: string | null
  body: Record<string, unknown>
}

export interface Sent {
  query?: string
  json?: unknown
  form?: Record<string, string>
  token?: string
  root?: string
}

/** charge, cancel or refund, with the amount wherever a merchant puts it. */
export const operate = async (
  { sandbox, service, id }: Pick<Paid, 'sandbox' | 'service' | 'id'>,
  operation: string,
  { query = '', json, form, token = service, root = '/api' }: Sent = {},
): Promise<Told> => {
  const headers = {
    ...bearer(token),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const body = form ? new URLSearchParams(form) : json === undefined ? undefined : JSON.stringify(json)
  const url = `${sandbox.url}${root}/operation/${id}/${operation}${query}`
  const answer = await fetch(url, { method: 'POST', headers, body })
  const text = await answer.text()
  const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { status: answer.status, text: text, length: answer.headers.get('content-length'), body: parsed }
}

/** What success looks like: HTTP 200 and not one byte. */
export const nothing = { status: 200, text: '', length: '0' }

/** The status as a merchant sees it, its money first. */
export const moneyOf = async ({ sandbox, service, invoiceId }: Paid) => {
  const { body } = await askStatus(sandbox, service, invoiceId)
  const { statusName, amount, orgAmount, payoutAmount } = body.transaction as Record<string, unknown>
  return { statusName, amount, orgAmount, payoutAmount }
}

/** A request written byte by byte: what no HTTP client of this language would send. */
export const writeRaw = async ({ url }: Sandbox, head: string[], body = ''): Promise<string> => {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  socket.write(`${[...head, `Host: ${hostname}`, 'Connection: close'].join('\r\n')}\r\n\r\n`)
  // What `Expect: 100-continue` asks for must come before the body is sent.
  if (!head.some((line) => /^expect:/i.test(line))) socket.write(body)
  else
    socket.once('data', (first) => {
      socket.unshift(first)
      socket.write(body)
    })
  return text(socket)
}

export { tokenOf }
