import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { PayStep, ThreeDSStep } from '../../contracts/scenario.ts'
import * as buyer from '../client/page.ts'
import { paymentObject } from '../client/purchase.ts'
import { browse, type Screen } from '../client/screen.ts'
import { CheckFailed } from '../errors.ts'
import { type Answer, answerOfScreen } from './answer.ts'
import { type OpenedPage, type OrderInPlay, purchaseOf, type Session } from './session.ts'
import { orderAtShop } from './shop.ts'
import { testCard, testCardByPan } from './test-card.ts'
import { authorized, withFields } from './token.ts'

/** The buyer is sent to the page, as halyk.pay() does it. */
export const openPage = async (
  session: Session,
  order: OrderInPlay,
  given: Record<string, unknown> = {},
): Promise<OpenedPage> => {
  const { shop } = session
  if (shop)
    return shown(session, await browse(session.transport, await orderAtShop({ ...session, shop }, order)))
  const { answer, auth } = await authorized(session, order)
  if (!auth) return { answer }
  const payment = withFields(paymentObject(purchaseOf(session, order), auth), given)
  return shown(session, await buyer.openPage(session.transport, payment))
}

const shown = async (session: Session, screen: Screen): Promise<OpenedPage> => ({
  answer: await answerOfScreen(session, screen),
  ...(buyer.pageIdOf(screen) ? { screen } : {}),
})

/** The wanted card, whole, with anything of it typed otherwise. */
const cardOf = ({ scenario }: Session, step: PayStep): buyer.TypedCard => {
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
  const { answer, screen } = await order.page
  if (!screen) {
    order.page = undefined
    return answer
  }
  const paid = await buyer.payOnPage(session.transport, screen, cardOf(session, step))
  if (paid.outcome === 'challenge') order.challenge = paid
  return answerOfScreen(session, paid)
}

/** The buyer answers the issuer. */
export const answerChallenge = async (
  session: Session,
  order: OrderInPlay,
  { answer = 'right' }: ThreeDSStep,
): Promise<Answer> => {
  if (!order.challenge)
    throw new CheckFailed('the issuer has asked nothing: pay with a card that asks for 3-D Secure')
  const typed = {
    right: { code: buyer.rightCodeOf(order.challenge) },
    wrong: { code: '0' },
    cancel: { cancel: 'true' },
  }
  const answered = await buyer.answerIssuer(session.transport, order.challenge, typed[answer])
  order.challenge = answered.outcome === 'challenge' ? answered : undefined
  return answerOfScreen(session, answered)
}
