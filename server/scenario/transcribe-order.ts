import type { Entry, Order, TokenDigest, TokenRecord } from '../../contracts/entry.ts'
import { fromTiyn } from '../../contracts/money.ts'
import type { OrderStep, Step } from '../../contracts/scenario.ts'
import type { Draft } from './draft.ts'
import { defaultOrder } from './session.ts'

/** What was paid with a token: its page, or its payment, wherever the journal has it. */
const orderOf = (entries: Entry[], token: TokenDigest): Order | undefined => {
  for (const entry of entries) {
    if (entry.kind === 'page opened' && entry.page.token === token) return entry.page.order
    if (entry.kind === 'payment decided' && entry.transaction.token === token) return entry.transaction.order
    if (entry.kind === 'challenge asked' && entry.challenge.transaction.token === token)
      return entry.challenge.transaction.order
  }
  return undefined
}

/** A shop that gave no address is told nothing, and is not in the story either. */
const linksOf = (token: TokenRecord, order?: Order): OrderStep => {
  const postLink = order?.postLink || token.postLink
  const failurePostLink = order?.failurePostLink || token.failurePostLink
  return {
    ...(postLink ? {} : { postLink: '' }),
    ...(postLink || failurePostLink ? {} : { failurePostLink: '' }),
  }
}

const fieldsOf = (token: TokenRecord, order?: Order): OrderStep => {
  const step: OrderStep = {
    amount: fromTiyn(token.amount ?? 0),
    currency: token.currency ?? '',
    ...(token.terminal ? { terminal: token.terminal } : {}),
  }
  if (!order) return step
  const { accountId, description, name, email, phone, data, language } = order
  const texts = { name, email, phone, data, ...(language === 'rus' ? {} : { language }) }
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
  return { ...step, accountId, description, ...given, ...(order.cardSave ? { cardSave: true } : {}) }
}

/** An order is told with what is not filled in by itself. */
const orderStep = (invoiceId: string, token: TokenRecord, order?: Order): OrderStep => {
  const verification = order?.verification === true
  const filledIn: Record<string, unknown> = defaultOrder(invoiceId, { verification })
  const fields = Object.entries(fieldsOf(token, order)).filter(([name, value]) => filledIn[name] !== value)
  return {
    invoiceId,
    ...(verification ? { verification } : {}),
    ...Object.fromEntries(fields),
    ...linksOf(token, order),
  }
}

/** The steps to the order a token pays: it begins, it begins again, or the story returns to it. */
export const toOrderOf = (draft: Draft, token: TokenRecord): Step[] => {
  const { invoiceId } = token
  if (invoiceId === undefined) return []
  if (draft.orders.has(invoiceId)) return toOrder(draft, invoiceId)
  draft.orders.add(invoiceId)
  draft.current = invoiceId
  return [{ order: orderStep(invoiceId, token, orderOf(draft.entries, token.digest)) }]
}

export const toOrder = (draft: Draft, invoiceId: string): Step[] => {
  if (draft.current === invoiceId) return []
  draft.current = invoiceId
  return [{ order: { invoiceId } }]
}
