import { createContext, runInContext } from 'node:vm'
import { compressParams, decodeParams } from '../../contracts/params.ts'
import type { Said } from './ask.ts'
import { valueAt } from './json-path.ts'
import { Trouble, Unseen } from './trouble.ts'

type Payment = Record<string, unknown>

/** The buyer's way to the bank: the payment object, and the address payment-api.js would open with it. */
export interface Checkout {
  payment: Payment
  pageUrl: string
}

// Too many requests, a gateway without its server, out of service, a gateway that waited in vain.
const busy = [429, 502, 503, 504]

/**
 * What createOrder answered → the way to the bank: the payment object as JSON, a page whose script calls
 * halyk.pay(), or a redirect to the payment page. Throws Trouble with what came instead.
 */
export const readCheckout = (said: Said, path: string | undefined, payformUrl: string): Checkout => {
  if (said.status !== undefined && said.status >= 400) {
    const text = `createOrder answered ${said.status}: ${excerpt(said.text)}`
    throw busy.includes(said.status) ? new Unseen(text) : new Trouble(text)
  }
  const value = said.value === undefined ? undefined : valueAt(said.value, path)
  const linked = linkOf(said.location) ?? linkOf(value)
  if (linked) return { payment: linked.payment, pageUrl: linked.url }
  const payment = isPayment(value) ? value : calledWith(said.text)
  if (!payment)
    throw new Trouble(
      'createOrder answered neither a payment object (with invoiceId and auth), nor a page that calls ' +
        `halyk.pay(), nor a redirect to the payment page: ${excerpt(said.text)}`,
    )
  return { payment, pageUrl: `${payformUrl}?params=${compressParams(payment)}` }
}

const excerpt = (text: string) =>
  text
    .replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 200)

const isPayment = (value: unknown): value is Payment => {
  const names = Object.keys(Object(value) as object).map((name) => name.toLowerCase())
  return names.includes('invoiceid') && names.includes('auth')
}

/** A payform address carries its payment object. */
const linkOf = (url: unknown): { url: string; payment: Payment } | undefined => {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  const payment = decodeParams(new URL(url).searchParams.get('params') ?? '')
  return payment && { url, payment }
}

/** Runs the page's own scripts with a halyk that only listens. */
const calledWith = (html: string): Payment | undefined => {
  let heard: unknown
  const listen = (payment: unknown) => {
    heard ??= payment
  }
  const halyk = { pay: listen, showPaymentWidget: listen, cardverification: listen }
  const silent = () => {}
  const world: Record<string, unknown> = {
    halyk,
    location: { href: '' },
    console: { log: silent, warn: silent, error: silent },
    setTimeout: (run: unknown) => typeof run === 'function' && run(),
    addEventListener: (_: string, run: unknown) => typeof run === 'function' && run(),
  }
  world.window = world
  world.document = { addEventListener: world.addEventListener }
  const context = createContext(world)
  for (const [, script = ''] of html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)) {
    try {
      runInContext(script, context, { timeout: 1000 })
    } catch {
      // A script that needs a real browser; another one may do.
    }
  }
  return heard === undefined ? undefined : (JSON.parse(JSON.stringify(heard)) as Payment)
}
