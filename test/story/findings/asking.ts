import type { Quirks } from '../../../contracts/quirk.ts'
import type { Sandbox, SandboxOptions } from '../../../server/sandbox.ts'
import { bearer, chargeBody, control, openPayform, openSandbox, paymentObject, tokenOf } from '../../world.ts'

export interface Seen {
  id: string
  severity: string
  message: string
  fix: string
  count: number
  exchanges: number[]
  provenance: { level: string }
}

type T = Parameters<typeof openSandbox>[0]

/** A sandbox and what it found so far, by id. */
export const openFound = async (t: T, options: SandboxOptions = {}) => {
  const sandbox = await openSandbox(t, options)
  const found = async (query = '') =>
    (await control(sandbox, 'GET', `findings${query}`)).body.findings as Seen[]
  return { sandbox, found, of: async (id: string) => (await found()).find((one) => one.id === id) }
}

export const lenient: Partial<Quirks> = {
  savedCardFields: 'optional',
  verificationCardSave: 'optional',
  invoiceIdAlt: 'any',
  longInvoiceId: 'accepted',
  longDescription: 'accepted',
  unreadAmount: 'ignored',
}

/** A message as it is asked for in code: without what is undefined. */
const sent = (body: object) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))

export const ask = async (
  sandbox: Sandbox,
  path: string,
  body: object | undefined,
  { token = '', headers = {} as Record<string, string> } = {},
) => {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(token), ...headers },
    ...(body ? { body: JSON.stringify(sent(body)) } : {}),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    header: answer.headers.get('x-epay-sandbox-findings'),
  }
}

export const approved = '00000000-0000-4000-8000-000000000000'

/** Charges a saved card for which a token was just asked. */
export const charge = async (sandbox: Sandbox, given: object = {}, token = {}) =>
  ask(sandbox, '/payments/cards/auth', chargeBody(approved, given as Record<string, unknown>), {
    token: await tokenOf(sandbox, token),
  })

export const openPage = async (sandbox: Sandbox, given: object = {}, token = {}) =>
  openPayform(sandbox, sent(paymentObject(await tokenOf(sandbox, token), given as Record<string, unknown>)))
