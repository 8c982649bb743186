import type { Sandbox } from '../../server/sandbox.ts'
import { bearer, card, control, serviceToken, submitCard, tokenOf } from '../world.ts'
import { browse, hiddenOf, type Screen } from './issuer.ts'

/** Ways to the payment page that are not the shop's own: a link, and a code to scan. */

export interface Answered {
  status: number
  body: Record<string, unknown>
}

export const call = async (
  sandbox: Sandbox,
  path: string,
  token: string,
  body?: object,
): Promise<Answered> => {
  const answer = await fetch(`${sandbox.url}${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: { ...bearer(token), ...(body ? { 'content-type': 'application/json' } : {}) },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

export const linkBody = (given: Record<string, unknown> = {}) => ({
  shop_id: '67e34d63-102f-4bd1-898e-370781d0074d',
  account_id: 'testuser1',
  invoice_id: '000000001',
  amount: 100,
  currency: 'KZT',
  language: 'ru',
  description: 'Tea',
  expire_period: '1d',
  recipient_contact: 'buyer@shop.example',
  recipient_contact_sms: '+77770000001',
  ...given,
})

/** A link as a merchant makes it, with the token it made it with. */
export const makeLink = async (sandbox: Sandbox, given: Record<string, unknown> = {}, token = '') => {
  const accessToken = token || (await serviceToken(sandbox))
  const { status, body } = await call(sandbox, '/api/invoice', accessToken, linkBody(given))
  if (status !== 200) throw new Error(`no link: ${JSON.stringify(body)}`)
  return { id: String(body.id), url: String(body.invoice_url), body, accessToken }
}

/** A code for the order of a fresh token. */
export const makeQr = async (
  sandbox: Sandbox,
  given: Record<string, unknown> = {},
  order: Record<string, string> = {},
) => {
  const accessToken = await tokenOf(sandbox, order)
  const asked = { postLink: 'http://127.0.0.1:9/', ...given }
  const { status, body } = await call(sandbox, '/api/payment/qr/generate', accessToken, asked)
  if (status !== 200) throw new Error(`no code: ${JSON.stringify(body)}`)
  return { url: String(body.homebankLink), billNumber: String(body.billNumber), body, accessToken }
}

export const qrStatus = async (sandbox: Sandbox, token: string, billNumber?: string) => {
  const query = billNumber === undefined ? '' : `?billNumber=${billNumber}`
  return (await call(sandbox, `/api/qr${query}`, token)).body
}

/** The page a door leads to. */
export const pageAt = async (url: string) => {
  const screen = await browse(url)
  return { ...screen, page: hiddenOf(screen.html).page ?? '' }
}

/** Opens the door and pays with a card; answers what the buyer sees at the end. */
export const payAt = async (sandbox: Sandbox, url: string, typed: object = card): Promise<Screen> => {
  const { page, html } = await pageAt(url)
  if (page === '') throw new Error(`no page to pay on: ${html.slice(0, 400)}`)
  const paid = await submitCard(sandbox, page, typed)
  return browse(new URL(paid.location, `${sandbox.payformUrl}pay`).href)
}

export const linksOf = async (sandbox: Sandbox) => (await control(sandbox, 'GET', 'invoice-links')).body
export const cancelLink = (sandbox: Sandbox, id: string) =>
  control(sandbox, 'POST', `invoice-links/${id}/cancel`)

/** Of a page for people: what is wrong. */
export const problemOn = ({ html }: Screen): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
