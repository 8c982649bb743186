import { threeDSCards } from '../../contracts/sandbox-card.ts'
import { answerIssuer, type IssuerAnswer } from '../../server/client/page.ts'
import { browse as browseOver, type Screen, submitForm } from '../../server/client/screen.ts'
import { overNetwork } from '../../server/client/transport.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { chargeBody, chargeCard, openPayform, paymentObject, submitCard, tokenOf } from '../world.ts'

/** A sandbox card by what it does, as a buyer types it. */
export const askingCard = (reasonCode = 0, threeDS = 'challenge') => {
  const found = threeDSCards.find((row) => row.reasonCode === reasonCode && row.threeDS === threeDS)
  return { pan: found?.pan ?? '', expiry: '12/30', cvc: '123', holder: 'TEST TEST' }
}

export const approved = '00000000-0000-4000-8000-000000000000'
export const poor = '00000000-0000-4000-8000-000000000484'

export { rightCodeOf as rightCode } from '../../server/client/page.ts'
export { hiddenFields as hiddenOf } from '../../server/client/screen.ts'
export type { Screen }

// Every address of these tests is a whole URL.
const transport = overNetwork({ url: '' })

/** A browser without script: follows redirects inside the sandbox and stops at its border. */
export const browse = (url: string, form?: Record<string, string>): Promise<Screen> =>
  browseOver(transport, url, form)

/** Sends the form on the screen, with what is hidden in it and what the buyer adds. */
export const submit = (screen: Screen, typed: Record<string, string> = {}): Promise<Screen> =>
  submitForm(transport, screen, typed)

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
export const answerWith = (screen: Screen, typed: IssuerAnswer): Promise<Screen> =>
  answerIssuer(transport, screen, typed)
