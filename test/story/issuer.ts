import { threeDSCards } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { chargeBody, chargeCard, openPayform, paymentObject, submitCard, tokenOf } from '../world.ts'

/** A sandbox card by what it does, as a buyer types it. */
export const askingCard = (reasonCode = 0, threeDS = 'challenge') => {
  const found = threeDSCards.find((row) => row.reasonCode === reasonCode && row.threeDS === threeDS)
  return { pan: found?.pan ?? '', expiry: '12/30', cvc: '123', holder: 'TEST TEST' }
}

export const approved = '00000000-0000-4000-8000-000000000000'
export const poor = '00000000-0000-4000-8000-000000000484'

export interface Screen {
  status: number
  html: string
  url: string
  /** Where a redirect leads that is not of the sandbox. */
  left?: string
}

const unescaped = (html: string) =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** A browser without script: follows redirects inside the sandbox and stops at its border. */
export const browse = async (url: string, form?: Record<string, string>): Promise<Screen> => {
  const border = new URL(url).origin
  let request: RequestInit = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
  for (let at = url; ; ) {
    const headers = { accept: 'text/html,application/xhtml+xml' }
    const answer = await fetch(at, { ...request, headers, redirect: 'manual' })
    const location = answer.headers.get('location')
    const html = await answer.text()
    if (location === null) return { status: answer.status, html, url: at }
    const next = new URL(location, at).href
    if (new URL(next).origin !== border) return { status: answer.status, html, url: at, left: next }
    at = next
    request = {}
  }
}

/** Sends the form on the screen, with what is hidden in it and what the buyer adds. */
export const submit = ({ html, url }: Screen, typed: Record<string, string> = {}): Promise<Screen> => {
  const action = unescaped(/<form[^>]*\saction="([^"]*)"/.exec(html)?.[1] ?? '')
  return browse(new URL(action, url).href, { ...hiddenOf(html), ...typed })
}

export const hiddenOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, unescaped(value)],
    ),
  )

export const rightCode = ({ html }: Screen) =>
  /data-testid="acs-right-code">(\d+)</.exec(html)?.[1] ?? 'no code on the page'

/** Every 3-D Secure card pays here; the buyer now looks at the issuer's page. */
export const askedOnPage = async (
  sandbox: Sandbox,
  {
    card = askingCard(),
    order = {},
    invoiceId = '000000001',
  }: { card?: object; order?: Record<string, unknown>; invoiceId?: string } = {},
) => {
  const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
  const opened = await openPayform(sandbox, paymentObject(accessToken, { invoiceId, ...order }))
  const { location } = await submitCard(sandbox, opened.page, card)
  return {
    accessToken,
    opened,
    location,
    screen: await browse(new URL(location, `${sandbox.payformUrl}pay`).href),
  }
}

interface Secure3D {
  paReq: string
  md: string
  MD: string
  action: string
  termURL: string
}

/** A charge of a saved card that the issuer wants to ask about. */
export const askedByApi = async (
  sandbox: Sandbox,
  given: Record<string, unknown> = {},
  cardId = approved,
) => {
  const accessToken = await tokenOf(sandbox, { invoiceID: String(given.invoiceId ?? '000000001') })
  const body = chargeBody(cardId, given)
  const answer = await chargeCard(sandbox, body, { authorization: `Bearer ${accessToken}` })
  return { accessToken, answer, secure3D: answer.body.secure3D as Secure3D }
}

/** What both SDKs post: the issuer's page opens. */
export const toIssuer = ({ action, md, paReq, termURL }: Secure3D, termUrl = termURL) =>
  browse(action, { MD: md, PaReq: paReq, TermUrl: termUrl })

/** From the issuer's page all the way back. */
export const answerWith = async (screen: Screen, typed: Record<string, string>): Promise<Screen> => {
  const answered = await submit(screen, typed)
  return answered.html.includes('name="PaRes"') ? submit(answered) : answered
}
