/** One call of a merchant, a buyer or a test; the sandbox asks itself, `verify` asks over the network. */
export type Ask = (method: 'GET' | 'POST', path: string, sent?: Sent) => Promise<Told>

export interface Sent {
  form?: Record<string, string>
  json?: unknown
  /** A token of the bank; the control API's own is the asker's business. */
  accessToken?: string
}

export interface Told {
  status: number
  text: string
}

/** A state that cannot be made: what was asked of the bank, and what it said. */
export class StateError extends Error {}

export const headersOf = ({ form, json, accessToken }: Sent): Record<string, string> => ({
  ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
  ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
  ...(json === undefined ? {} : { 'content-type': 'application/json' }),
})

export const bodyOf = ({ form, json }: Sent): string | undefined => {
  if (form) return new URLSearchParams(form).toString()
  return json === undefined ? undefined : JSON.stringify(json)
}

/** The answer as JSON. Throws StateError with the bank's own words when it is a refusal. */
export const jsonOf = <T>({ status, text }: Told, asked: string): T => {
  const body = text === '' ? undefined : readJson(text)
  if (status < 400) return body as T
  const { message, detail } = Object(body) as { message?: string; detail?: string }
  throw new StateError(`${asked}: ${detail ?? message ?? `HTTP ${status}`}`)
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
