import type { TestCard } from '../../contracts/card.ts'
import { compressParams } from '../../contracts/params.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { PayStep, ThreeDSStep } from '../../contracts/scenario.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { answerOfPage, browse, submitForm } from './browser.ts'
import { baseOf } from './control.ts'
import type { Answer } from './exchange.ts'
import type { OpenedPage, OrderInPlay, Session } from './session.ts'
import { StoryError } from './story-error.ts'
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

const testCard = (session: Session, wanted: PayStep['testCard'] = 'unlocked'): TestCard | undefined => {
  const edition = String(session.scenario.cards ?? '2025')
  const known = (cards as TestCard[]).filter((card) => card.edition === edition)
  if (wanted === 'amex') return known.find(({ cvc }) => cvc.length === 4)
  return known.find(({ status }) => status === (wanted === 'locked' ? 'lock' : 'unlock'))
}

/** What the buyer types: the wanted card, whole, with anything of it typed otherwise. */
const typed = (session: Session, { code, card, expiry, cvc, holder, save, ...wanted }: PayStep) => {
  const pan = card ?? (code === undefined ? undefined : panOfCode(code))
  const digits = pan?.replace(/\D/g, '')
  const known = digits
    ? (cards as TestCard[]).find(
        (row) => row.pan === digits && row.edition === String(session.scenario.cards ?? '2025'),
      )
    : testCard(session, wanted.testCard)
  return {
    pan: pan ?? known?.pan ?? '',
    expiry: expiry ?? known?.expiry ?? '12/39',
    cvc: cvc ?? known?.cvc ?? '123',
    holder: holder ?? 'TEST TEST',
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
