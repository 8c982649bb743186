import { compressParams } from '../../contracts/params.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { PayStep, ThreeDSStep } from '../../contracts/scenario.ts'
import { answerOfPage, browse, submitForm } from './browser.ts'
import { baseOf } from './control.ts'
import type { Answer } from './exchange.ts'
import type { OpenedPage, OrderInPlay, Session } from './session.ts'
import { StoryError } from './story-error.ts'
import { testCard, testCardByPan } from './test-card.ts'
import { authorized, withFields } from './token.ts'

const paymentObject = (session: Session, { fields }: OrderInPlay, auth: unknown) => {
  const { secretHash, verification, ...order } = fields
  const { backLink, ...links } = session.merchant.links
  return {
    backLink,
    failureBackLink: backLink,
    ...links,
    ...order,
    ...(verification ? { paymentType: 'cardVerification', cardSave: true } : {}),
    auth,
  }
}

/** The buyer is sent to the page, as halyk.pay() does it. */
export const openPage = async (
  session: Session,
  order: OrderInPlay,
  given: Record<string, unknown> = {},
): Promise<OpenedPage> => {
  const { answer, auth } = await authorized(session, order)
  if (!auth) return { answer }
  const params = compressParams(withFields(paymentObject(session, order, auth), given))
  const seen = await browse(session, `${baseOf(session)}/payform/?params=${params}`)
  const page = /name="page" value="([^"]+)"/.exec(seen.html)?.[1]
  return { answer: answerOfPage(seen), ...(page ? { page } : {}) }
}

/** What the buyer types: the wanted card, whole, with anything of it typed otherwise. */
const typed = ({ scenario }: Session, step: PayStep) => {
  const { code, card, expiry, cvc, holder = 'TEST TEST', save, testCard: wanted = 'unlocked' } = step
  const pan = card ?? (code === undefined ? undefined : panOfCode(code))
  const known =
    pan === undefined
      ? testCard(scenario.cards, wanted)
      : testCardByPan(scenario.cards, pan.replace(/\D/g, ''))
  return {
    pan: pan ?? known?.pan ?? '',
    expiry: expiry ?? known?.expiry ?? '12/39',
    cvc: cvc ?? known?.cvc ?? '123',
    holder,
    ...(save ? { save: 'true' } : {}),
  }
}

/** The buyer types a card and presses Pay; the page is opened first when it is not yet. */
export const payOnPage = async (session: Session, order: OrderInPlay, step: PayStep): Promise<Answer> => {
  order.page ??= openPage(session, order)
  const { answer, page } = await order.page
  if (!page) {
    order.page = undefined
    return answer
  }
  const body = new URLSearchParams({ page, ...typed(session, step) })
  const seen = await browse(session, `${baseOf(session)}/payform/pay`, { method: 'POST', body })
  if (seen.page === 'challenge') order.challenge = seen
  return answerOfPage(seen)
}

/** The buyer answers the issuer, whose word the browser then carries back to the bank. */
export const answerChallenge = async (
  session: Session,
  order: OrderInPlay,
  { answer = 'right' }: ThreeDSStep,
): Promise<Answer> => {
  if (!order.challenge)
    throw new StoryError('the issuer has asked nothing: pay with a card that asks for 3-D Secure')
  const { html } = order.challenge
  const rightCode = /data-testid="acs-right-code">([^<]*)</.exec(html)?.[1] ?? ''
  const fields: Record<string, string> =
    answer === 'cancel' ? { cancel: 'true' } : { code: answer === 'right' ? rightCode : '0' }
  const answered = await submitForm(session, order.challenge, fields)
  order.challenge = answered.page === 'challenge' ? answered : undefined
  const carriesBack = answered.html.includes('name="PaRes"')
  return answerOfPage(carriesBack ? await submitForm(session, answered, {}) : answered)
}
