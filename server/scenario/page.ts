import type { TestCard } from '../../contracts/card.ts'
import { compressParams } from '../../contracts/params.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { PayStep } from '../../contracts/scenario.ts'
import type { PageOutcome } from '../../contracts/scenario-expectation.ts'
import cards from '../../fixtures/cards.json' with { type: 'json' }
import { baseOf, journalOf } from './control.ts'
import { type Answer, type Exchange, exchange } from './exchange.ts'
import type { OpenedPage, OrderInPlay, Session } from './session.ts'
import { authorized, withFields } from './token.ts'

/** What a page says it is; the first mark that is found. */
const marks: [mark: string, outcome: PageOutcome][] = [
  ['data-testid="result-ok"', 'paid'],
  ['data-testid="result-failed"', 'failed'],
  ['data-testid="page-error"', 'error'],
  ['data-testid="decline"', 'declined'],
  ['data-testid="error-summary"', 'mistyped'],
  ['data-testid="payform"', 'open'],
]

const outcomeOf = (html: string) => marks.find(([mark]) => html.includes(mark))?.[1]

/** The result page tells a buyer that it failed, not that the time was up; the journal knows. */
const timeIsUp = async (session: Session, url: string) => {
  const page = new URL(url).searchParams.get('page')
  return (await journalOf(session)).some(
    (entry) => entry.kind === 'page ended' && entry.page === page && entry.how === 'expired',
  )
}

/** Follows redirects as a browser does, and says what the buyer sees in the end. */
const look = async (session: Session, first: Exchange): Promise<Answer & { html: string }> => {
  let seen = first
  for (let hops = 0; seen.location !== '' && hops < 5; hops++) {
    seen = await exchange(new URL(seen.location, seen.url).href)
  }
  const { httpStatus, connection, text, url } = seen
  const outcome = outcomeOf(text)
  const page = outcome === 'failed' && (await timeIsUp(session, url)) ? 'expired' : outcome
  return { httpStatus, connection, page, html: text, tookMs: first.tookMs }
}

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
  const { html, ...seen } = await look(
    session,
    await exchange(`${baseOf(session)}/payform/?params=${params}`),
  )
  const page = /name="page" value="([^"]+)"/.exec(html)?.[1]
  return { answer: seen, ...(page ? { page } : {}) }
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
  const sent = await exchange(`${baseOf(session)}/payform/pay`, { method: 'POST', body })
  const { html, ...seen } = await look(session, sent)
  return seen
}
