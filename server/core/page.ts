import { readCardForm } from '../../contracts/card.ts'
import type { Order, RuleRecord } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import { forcedByHolder, forcedByPan } from '../../contracts/sandbox-card.ts'
import { minuteMs } from '../../contracts/time.ts'
import { maxAttempts } from './attempts.ts'
import { authorize } from './authorization.ts'
import { forcedVerdict, isLive, judgeCard, traceOf } from './card.ts'
import type { OpenPage, PageView, PayOnPage, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refusal, refuse } from './decision.ts'
import { checkInvoice } from './invoice.ts'
import { type Moment, uuid } from './moment.ts'
import { checkPayable } from './order.ts'
import type { Page, State } from './state.ts'
import { checkTerminal, terminalOf } from './terminal.ts'

export const pageLifetimeMs = 20 * minuteMs

export const pageView = (state: State, page: Page, fresh?: PageView['transaction']): PageView => {
  const terminal = terminalOf(state, page.order.terminal)
  if (!terminal)
    throw new Error(`page ${page.id} is on terminal ${page.order.terminal}, which the world lacks`)
  const transaction = fresh ?? state.transactions.get(page.attempts.at(-1) ?? '')
  return {
    page,
    terminal,
    attemptsLeft: maxAttempts - page.attempts.length,
    ...(transaction ? { transaction } : {}),
  }
}

/** Opening the same order twice (a reload, the back button) is one page: attempts and deadline stand. */
export const openPage = (state: State, asked: OpenPage, moment: Moment): Decision<PageView> => {
  const { order } = asked
  const token = checkPayable(state, asked, moment)
  if (isRefusal(token)) return refusal(token)
  const terminal = checkTerminal(state, order.terminal, token.client)
  if (isRefusal(terminal)) return refusal(terminal)

  const open = state.pages.get(token.page ?? '')
  if (open && JSON.stringify(open.order) === JSON.stringify(order)) return accept([], pageView(state, open))
  const page = {
    id: open?.id ?? uuid(moment.draw('page')),
    token: token.digest,
    order,
    openedAt: open?.openedAt ?? moment.now,
    deadline: open?.deadline ?? moment.now + pageLifetimeMs,
    unknownFields: asked.unknownFields,
  }
  return accept([{ kind: 'page opened', page }], pageView(state, { ...page, attempts: open?.attempts ?? [] }))
}

export const viewPage = (state: State, id: string): Decision<PageView> => {
  const page = state.pages.get(id)
  return page
    ? accept([], pageView(state, page))
    : refusal(refuse('page unknown', { field: 'page', came: id }))
}

const checkPage = (state: State, id: string, moment: Moment): Page | Refusal => {
  const page = state.pages.get(id)
  if (!page) return refuse('page unknown', { field: 'page', came: id })
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
  const { card, errors } = readCardForm(asked.card)
  if (Object.keys(errors).length > 0) return accept([], { ...pageView(state, page), errors })
  if (isLive(state, card.pan)) return accept([], { ...pageView(state, page), errors: { pan: 'panLive' } })
  const token = state.tokens.get(page.token)
  if (!token || token.spent) return refusal(refuse('token used', { field: 'auth' }))

  const byPan = forcedByPan(card.pan)
  const chosen = asked.outcome === undefined ? undefined : { reasonCode: asked.outcome }
  const { transaction, challenge, entries } = authorize(
    state,
    {
      order: withBuyer(page.order, asked.buyerIp),
      token,
      via: page.qr ? 'qr' : page.link ? 'invoice link' : 'page',
      page: page.id,
      card: traceOf(state, card.pan, moment),
      cardId: '',
      holder: card.holder,
      save: page.order.cardSave || (asked.save && page.order.accountId !== ''),
      verdict:
        forcedVerdict(rule, chosen, forcedByHolder(card.holder), byPan) ?? judgeCard(state, card, moment),
      threeDS: byPan?.threeDS,
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
