import { ConfigError, Unreachable } from '../errors.ts'
import { refuseBank } from '../redaction/reach.ts'

/** What the front page of a shop shows to somebody who wants to describe it. */
export interface Found {
  createOrder: string
  method: string
  fields: string[]
  /** The field that looks like a price. */
  price?: string
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*["']?([^"'\\s>]+)`, 'i').exec(tag)?.[1] ?? ''

/** The form that looks most like a checkout: one that posts, and has something like a price in it. */
export const readForms = (html: string, url: string): Found[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)(?:<\/form>|$)/gi)].map(([, tag = '', content = '']) => {
    const fields = [...content.matchAll(/<(?:input|select|textarea)\b[^>]*>/gi)]
      .map(([field]) => attribute(field, 'name'))
      .filter(Boolean)
    const price = fields.find((name) => /price|amount|sum|total|сумм/i.test(name))
    const action = new URL(attribute(tag, 'action') || url, url).href
    const method = (attribute(tag, 'method') || 'GET').toUpperCase()
    return { createOrder: action, method, fields, ...(price ? { price } : {}) }
  })

const likely = (found: Found) =>
  (found.price ? 2 : 0) +
  (found.method === 'POST' ? 1 : 0) +
  (/order|check|pay|buy/i.test(found.createOrder) ? 1 : 0)

/** A first certify.yaml for the shop that runs at this address. Throws Unreachable when nobody answers. */
export const firstDescription = async (url: string): Promise<string> => {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new ConfigError(
      `certify init ${url}: expected the address of your running shop, http://127.0.0.1:8080/`,
    )
  refuseBank('certify init', url)
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: Error) => {
    throw new Unreachable(
      `${url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    )
  })
  const [found] = readForms(await answer.text(), url).sort((a, b) => likely(b) - likely(a))
  return written(url, found)
}

const written = (url: string, found: Found | undefined): string => {
  const { origin } = new URL(url)
  const order = found?.createOrder ?? `${origin}/checkout`
  const form = found?.price
    ? `\n  form: { ${found.price}: "{amount}" }`
    : '\n  form: { price: "{amount}" } # guessed'
  const seen = found ? `the form at ${url} goes there` : `no form stands at ${url}: guessed`
  return `# Written by certify init after looking at ${url}. Try it: epay-sandbox certify check
# start: npm start # the command that starts your shop: then certify starts and restarts it, on a port of its own
createOrder: # ${seen}; must answer the payment object, the page that calls halyk.pay(), or a redirect
  url: ${order}
  method: ${found?.method ?? 'POST'}${form}
probe: # guessed: where your shop tells what became of an order, as JSON
  url: ${origin}/order/{invoiceId}.json
  state: $.state # paid, unpaid, held or refunded; other words: map: { paid: [done, shipped] }
  # amount: $.paid # what it holds as paid
  # times: $.shipments # how often it was fulfilled: shows a double payment
# reconcile: { url: "${origin}/order/{invoiceId}", method: POST } # your job that asks the bank once more
# savedCard: { url: "${origin}/charge-saved", form: { price: "{amount}", cardId: "{cardId}" } }
# restart: true # needs start
`
}
