import { call, listAll, type Payment, type Postlink } from '../client/control.ts'
import type { Target } from '../client/transport.ts'
import { CheckFailed } from '../errors.ts'

const notThere = (what: string, wanted: string) =>
  new CheckFailed(
    `${what} is not found: got ${wanted}, expected an id or an invoice; list them: ${what}s list`,
  )

/** What was named by its id, or the newest of an invoice. */
const find = async <Row extends { id: string; invoiceId: string }>(
  target: Target,
  what: 'payment' | 'postlink',
  wanted: string,
): Promise<Row> => {
  const list = `${what}s`
  const ofInvoice = await listAll<Row>(target, `${list}?${new URLSearchParams({ invoiceId: wanted })}`, list)
  const newest = ofInvoice.at(-1)
  if (newest) return newest
  try {
    return await call<Row>(target, 'GET', `${list}/${encodeURIComponent(wanted)}`)
  } catch (error) {
    throw error instanceof CheckFailed ? notThere(what, wanted) : error
  }
}

export const paymentMeant = (target: Target, wanted: string): Promise<Payment> =>
  find<Payment>(target, 'payment', wanted)

export const postlinkMeant = (target: Target, wanted: string): Promise<Postlink> =>
  find<Postlink>(target, 'postlink', wanted)
