import type { OrderStep, Scenario } from '../../contracts/scenario.ts'
import { journalOf } from '../client/control.ts'
import { credentialsOf, type Purchase } from '../client/purchase.ts'
import type { Screen } from '../client/screen.ts'
import type { Target, Transport } from '../client/transport.ts'
import type { Answer } from './answer.ts'
import type { Arrival, Merchant, Shop } from './merchant.ts'

/** An order as far as the story has got with it. */
export interface OrderInPlay {
  fields: OrderStep & Pick<Purchase, 'invoiceId' | 'amount' | 'currency' | 'terminal'>
  /** Promises, so that two steps at once share one token and one page. */
  auth?: Promise<Authorized>
  page?: Promise<OpenedPage>
  /** Where the shop sends the buyer, once it has made the order. */
  pageUrl?: Promise<string>
  /** Charged, cancelled or refunded by the story, in the bank's cabinet. */
  operated?: boolean
  /** The issuer's page the buyer has been sent to. */
  challenge?: Screen
}

export interface Authorized {
  answer: Answer
  /** The whole token answer, as merchants pass it on. */
  auth?: { access_token: string }
}

export interface OpenedPage {
  answer: Answer
  screen?: Screen
}

/** One scenario being played in a workspace of its own. */
export interface Session extends Target {
  workspace: string
  transport: Transport
  scenario: Scenario
  merchant: Merchant
  orders: Map<string, OrderInPlay>
  current?: OrderInPlay
  /** The user's own, which makes the orders; a story without one makes them itself. */
  shop?: Shop
  /** The shop's order number → the story's. */
  aliases: Map<string, string>
  /** Postlinks whose refusal has been told. */
  judged: Set<string>
}

const documentedTerminal = '67e34d63-102f-4bd1-898e-370781d0074d'

/** What an order is when a story does not say. */
export const defaultOrder = (invoiceId: string, { verification = false }: OrderStep) => ({
  invoiceId,
  amount: verification ? 0 : 100,
  currency: verification ? 'USD' : 'KZT',
  terminal: documentedTerminal,
  accountId: 'buyer1',
  description: 'Tea',
  secretHash: `secret-of-${invoiceId}`,
})

/** A new order, or the one of this number again. */
export const startOrder = (session: Session, asked: OrderStep): OrderInPlay => {
  const invoiceId = asked.invoiceId ?? String(session.orders.size + 1).padStart(9, '0')
  const order: OrderInPlay = session.orders.get(invoiceId) ?? { fields: defaultOrder(invoiceId, asked) }
  order.fields = { ...order.fields, ...asked }
  session.orders.set(invoiceId, order)
  session.current = order
  return order
}

/** The order of the story so far; a story of one order need not start it. */
export const currentOrder = (session: Session): OrderInPlay => session.current ?? startOrder(session, {})

/** The order as its merchant asks for it: with links and credentials. */
export const purchaseOf = ({ scenario, merchant }: Session, { fields }: OrderInPlay): Purchase => ({
  ...merchant.links,
  ...fields,
  ...credentialsOf(fields.terminal, scenario.terminals),
})

/** With a shop of one's own its sandbox is not empty: earlier stories left their orders there. */
export const isOfStory = ({ shop, aliases }: Session, { invoiceId }: { invoiceId: string }): boolean =>
  shop === undefined || aliases.has(invoiceId)

/** What reached the merchant, in its order: by its own record, or by the sandbox's. */
export const arrivalsOf = async (session: Session): Promise<Arrival[]> => {
  if (session.merchant.arrivals) return session.merchant.arrivals()
  const journal = await journalOf(session)
  const owed = new Map(
    journal.flatMap((entry) => (entry.kind === 'postlink owed' ? [[entry.postlink.id, entry.postlink]] : [])),
  )
  return journal.flatMap((entry) => {
    const postlink = entry.kind === 'postlink sent' ? owed.get(entry.postlink) : undefined
    if (!postlink || postlink.lost || !isOfStory(session, postlink)) return []
    const { contentType, corrupt, body } = postlink
    return [{ contentType, ...(corrupt ? {} : { body: { ...body } }) }]
  })
}
