import type { TokenRecord } from '../../contracts/entry.ts'
import { journalOf, postlinksOf } from '../client/control.ts'
import type { Shop } from './merchant.ts'
import { isOfStory, type OrderInPlay, type Session } from './session.ts'

/** The shop is asked for the order once, when the buyer first goes to pay it. */
export const orderAtShop = async (session: Session & { shop: Shop }, order: OrderInPlay): Promise<string> => {
  order.pageUrl ??= createOrder(session, order)
  return order.pageUrl
}

const createOrder = async (session: Session & { shop: Shop }, order: OrderInPlay) => {
  const invoiceId = order.fields.invoiceId
  const { pageUrl, ...made } = await session.shop.createOrder(order.fields.amount)
  session.aliases.set(made.invoiceId, invoiceId)
  order.fields = { ...order.fields, ...made, secretHash: await secretOf(session, made.invoiceId) }
  return pageUrl
}

/** Only the bank knows what the shop gave it: the story made no secret. */
const secretOf = async (session: Session, invoiceId: string): Promise<string | undefined> =>
  (await journalOf(session))
    .flatMap((entry): TokenRecord[] => (entry.kind === 'token issued' ? [entry.token] : []))
    .findLast((token) => token.invoiceId === invoiceId)?.secretHash

/** What came, in the order numbers of the story: the shop chose its own. */
export const inWordsOfTheStory = <T>({ aliases }: Session, got: T): T => {
  if (aliases.size === 0) return got
  return JSON.parse(JSON.stringify(got), (_, value: unknown) =>
    typeof value === 'string' ? (aliases.get(value) ?? value) : value,
  ) as T
}

/** A postlink as the bank sends it that the shop did not take; what a rule spoiled may be refused. */
export const refusedPostlinks = async (session: Session) => {
  const spoiled = new Set(
    (await journalOf(session)).flatMap((entry) => {
      if (entry.kind !== 'postlink owed') return []
      const { id, corrupt, altered, lost } = entry.postlink
      return corrupt || altered || lost ? [id] : []
    }),
  )
  return (await postlinksOf(session))
    .filter((postlink) => isOfStory(session, postlink))
    .filter(({ id }) => !spoiled.has(id) && !session.judged.has(id))
    .flatMap(({ id, kind, invoiceId, attempts }) => {
      const [bad] = attempts.filter(({ status, error }) => error !== null || (status ?? 0) >= 300)
      if (!bad) return []
      session.judged.add(id)
      return [{ kind, invoiceId, got: bad.status === null ? String(bad.error) : `HTTP ${bad.status}` }]
    })
}

/** After the story: what the bank says of each order, the shop must hold it for. */
export const ordersAtShop = async (session: Session & { shop: Shop }) => {
  const found: { invoiceId: string; expected: 'paid' | 'unpaid'; got: string }[] = []
  const delivered = (await postlinksOf(session)).filter(({ state }) => state === 'delivered')
  for (const [real, alias] of session.aliases) {
    const last = delivered.findLast(({ invoiceId, altered }) => invoiceId === real && !altered)
    const order = session.orders.get(alias)
    if (!last || !order || order.operated) continue
    const expected = delivered.some(({ kind, invoiceId }) => invoiceId === real && kind === 'success')
      ? ('paid' as const)
      : ('unpaid' as const)
    const got = await session.shop.stateOf(real, expected)
    if (got !== undefined) found.push({ invoiceId: alias, expected, got })
  }
  return found
}
