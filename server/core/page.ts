import type { Order, RuleRecord } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { minuteMs } from '../../contracts/time.ts'
import { maxAttempts } from './attempts.ts'
import { authorize } from './authorization.ts'
import type { OpenPage, PageView, PayOnPage, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import { type Moment, uuid } from './moment.ts'
import { checkPayable } from './order.ts'
import { asksCvc, presentCard } from './presented-card.ts'
import { savedCardOf } from './saved-card.ts'
import type { Page, State, Token } from './state.ts'
import { checkTerminal, terminalOf } from './terminal.ts'

export const pageLifetimeMs = 20 * minuteMs

const savedCardIn = (state: State, { savedCard, token }: Page): PageView['savedCard'] => {
  const issued = state.tokens.get(token)
  const card = savedCard && issued ? savedCardOf(state, savedCard, issued) : undefined
  return card && { ...card, cvc: asksCvc(state) }
}

export const pageView = (state: State, page: Page, fresh?: PageView['transaction']): PageView => {
  const terminal = terminalOf(state, page.order.terminal)
  if (!terminal)
    throw new Error(`page ${page.id} is on terminal ${page.order.terminal}, which the world lacks`)
  const transaction = fresh ?? state.transactions.get(page.attempts.at(-1) ?? '')
  const savedCard = savedCardIn(state, page)
  return {
    page,
    terminal,
    attemptsLeft: maxAttempts - page.attempts.length,
    ...(savedCard ? { savedCard } : {}),
    ...(transaction ? { transaction } : {}),
  }
}

/** The page says at once what payments/cards/auth would say of the card. */
const checkCard = (state: State, { cardId }: OpenPage, token: Token): Refusal | undefined => {
  if (cardId === undefined) return undefined
  const card = savedCardOf(state, cardId, token)
  if (!card) return refuse('card unknown', { field: 'cardId', got: cardId })
  return card.deactivated ? refuse('card deactivated', { field: 'cardId', got: cardId }) : undefined
}

const isSame = (open: Page, { order, cardId }: OpenPage) =>
  open.savedCard === cardId && JSON.stringify(open.order) === JSON.stringify(order)

/** Opening the same order twice (a reload, the back button) is one page: attempts and deadline stand. */
export const openPage = (state: State, asked: OpenPage, moment: Moment): Decision<PageView> => {
  const { order } = asked
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  const terminal = checkTerminal(state, order.terminal, token.client)
  if (isRefusal(terminal)) return refusal(terminal)
  const badCard = checkCard(state, asked, token)
  if (badCard) return refusal(badCard)

  const open = state.pages.get(token.page ?? '')
  if (open && isSame(open, asked)) return accept([], pageView(state, open))
  const page = {
    id: open?.id ?? uuid(moment.draw('page')),
    token: token.digest,
    order,
    openedAt: open?.openedAt ?? moment.now,
    deadline: open?.deadline ?? moment.now + pageLifetimeMs,
    unknownFields: asked.unknownFields,
    ...(asked.cardId === undefined ? {} : { savedCard: asked.cardId }),
  }
  return accept([{ kind: 'page opened', page }], pageView(state, { ...page, attempts: open?.attempts ?? [] }))
}

export const viewPage = (state: State, id: string): Decision<PageView> => {
  const page = state.pages.get(id)
  return page
    ? accept([], pageView(state, page))
    : refusal(refuse('page unknown', { field: 'page', got: id }))
}

const checkPage = (state: State, id: string, moment: Moment): Page | Refusal => {
  const page = state.pages.get(id)
  if (!page) return refuse('page unknown', { field: 'page', got: id })
  const over = page.attempts.length >= maxAttempts || moment.now >= page.deadline
  if (page.ended || over) return refuse('page ended', { field: 'page' })
  return checkInvoice(state, page.order) ?? page
}

const withBuyer = (order: Order, ip: string): Order =>
  order.place.ip ? order : { ...order, place: { ...order.place, ip } }

/** The buyer pressed Pay. A mistyped field is no attempt; the third decline ends the page. */
export const payOnPage = (
  state: State,
  asked: PayOnPage,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'pay on page'>> => {
  const page = checkPage(state, asked.page, moment)
  if (isRefusal(page)) return refusal(page)
  const token = state.tokens.get(page.token)
  if (!token || token.spent) return refusal(refuse('token used', { field: 'auth' }))
  const presented = presentCard(state, { page, token, asked, rule }, moment)
  if ('errors' in presented) return accept([], { ...pageView(state, page), errors: presented.errors })

  const { transaction, challenge, entries } = authorize(
    state,
    {
      order: withBuyer(page.order, asked.buyerIp),
      token,
      via: page.qr ? 'qr' : page.link ? 'invoice link' : 'page',
      page: page.id,
      ...presented.card,
      rule,
    },
    moment,
  )
  const ended = entries.find((entry) => entry.kind === 'page ended')?.how
  const after = { ...page, attempts: [...page.attempts, transaction.id], ...(ended ? { ended } : {}) }
  return accept(entries, { ...pageView(state, after, transaction), ...(challenge ? { challenge } : {}) })
}

export const expirePage = (state: State, id: string): Decision<Record<never, never>> => {
  const page = state.pages.get(id)
  return accept(page && !page.ended ? [{ kind: 'page ended', page: id, how: 'expired' }] : [], {})
}
