import type { Step, Verb } from '../../contracts/scenario.ts'
import { call } from '../client/control.ts'
import type { Answer } from './answer.ts'
import { askStatus, chargeSavedCard, operate } from './api.ts'
import { answerChallenge, openPage, payOnPage } from './page.ts'
import { currentOrder, type Session, startOrder } from './session.ts'
import { requestToken } from './token.ts'

type Player<V extends Verb> = (
  session: Session,
  value: NonNullable<Step[V]>,
) => Answer | undefined | Promise<Answer | undefined>

/** What each verb does, in HTTP. Its answer is undefined when nobody answers. */
export const players: { [V in Verb]: Player<V> } = {
  order: (session, value) => void startOrder(session, value),
  async token(session, value) {
    const order = currentOrder(session)
    order.page = undefined
    order.auth = requestToken(session, order, value)
    const { answer, auth } = await order.auth
    if (!auth) order.auth = undefined
    return answer
  },
  async openPage(session, value) {
    const order = currentOrder(session)
    order.page = openPage(session, order, value)
    const { answer, screen } = await order.page
    if (!screen) order.page = undefined
    return answer
  },
  pay: (session, value) => payOnPage(session, currentOrder(session), value),
  threeDS: (session, value) => answerChallenge(session, currentOrder(session), value),
  chargeSavedCard: (session, value) => chargeSavedCard(session, currentOrder(session), value),
  askStatus,
  charge: (session, value) => operate(session, 'charge', value),
  cancel: (session, value) => operate(session, 'cancel', value),
  refund: (session, value) => operate(session, 'refund', value),
  advance: (session, advance) => answerless(call(session, 'POST', 'clock', { advance })),
  set: (session, set) => answerless(call(session, 'POST', 'clock', { set })),
  rule: (session, rule) => answerless(call(session, 'POST', 'rules', rule)),
  clearRules: (session) => answerless(call(session, 'DELETE', 'rules')),
  mark: (session, name) => answerless(call(session, 'POST', 'marks', { name })),
  merchant: (session, { answers }) => void session.merchant.answerNext?.(answers),
}

/** The control API throws when it refuses; its answer is no part of the story. */
const answerless = (answer: Promise<unknown>): Promise<undefined> => answer.then(() => undefined)
