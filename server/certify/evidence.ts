import type { OrderSeen } from './merchant.ts'
import type { Came, Parcel } from './wire.ts'

/** One thing that was done to the merchant, and what came back. */
export interface Step {
  did: string
  /** What certify itself sent; what the sandbox sent is in its journal. */
  sent?: { method: string; url: string; headers: Record<string, string>; body: string }
  got?: string
}

/** One thing that was looked at. Undefined: nobody could tell. */
export interface Check {
  what: string
  expected: string
  got: string
  ok: boolean | undefined
  /** The order that was looked at. */
  order?: string
}

/** What came back, in a few words. */
export const cameText = ({ status, error, text, ms }: Came): string => {
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 120)
  return status === undefined ? `${error} (${ms} ms)` : `HTTP ${status} in ${ms} ms${said ? `: ${said}` : ''}`
}

/** An order as the probe saw it, in a few words. */
export const seenText = (seen: OrderSeen | undefined): string => {
  if (!seen) return 'not known: there is no probe'
  const amount = seen.amount === undefined ? '' : `, ${seen.amount} paid`
  const times = seen.times === undefined ? '' : `, fulfilled ${seen.times} times`
  const own = seen.raw.toLowerCase() === seen.state ? '' : ` ("${seen.raw}")`
  return `${seen.state}${own}${amount}${times}`
}

// What is kept of a body: a megabyte of it proves no more.
const maxShown = 4000

export const sentOf = ({ url, method = 'POST', headers = {}, body = '' }: Parcel): Step['sent'] => ({
  url,
  method,
  headers,
  body: body.length > maxShown ? `${body.slice(0, maxShown)}… (${body.length} characters)` : body,
})

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A command that sends the same again. */
export const curlOf = ({ url, method, headers, body }: NonNullable<Step['sent']>): string => {
  const head = Object.entries(headers).map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`)
  // Without this curl would call it a form.
  const noType = headers['content-type'] === undefined && body ? " -H 'content-type;'" : ''
  const verb = method === 'HEAD' ? ' -I' : method === 'POST' ? '' : ` -X ${method}`
  return `curl -i${verb}${head.join('')}${noType}${body ? ` --data-binary ${quoted(body)}` : ''} ${quoted(url)}`
}
