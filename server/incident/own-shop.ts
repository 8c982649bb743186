import type { Description } from '../certify/load.ts'
import type { Order } from '../certify/merchant.ts'
import { openNotes } from '../certify/notes.ts'
import { openObserver } from '../certify/observer.ts'
import { openTestBed, type TestBedOptions } from '../certify/open.ts'
import type { TestBed } from '../certify/test-bed.ts'
import { Trouble } from '../certify/trouble.ts'
import { CheckFailed } from '../errors.ts'
import type { Shop } from '../scenario/merchant.ts'

/** The shop of certify.yaml, started beside a sandbox of its own: its orders, its answers, its state. */
export interface OwnShop extends Shop {
  bed: TestBed
  close(): Promise<void>
}

const terminalOf = ({ payment }: Order): string =>
  String(Object.entries(payment).find(([name]) => name.toLowerCase() === 'terminal')?.[1] ?? '')

/** What the shop cannot do is a failed step of the story, not a broken program. */
const asFailed = (error: unknown): never => {
  if (error instanceof Trouble) throw new CheckFailed(error.message)
  throw error
}

export const openOwnShop = async (description: Description, options: TestBedOptions): Promise<OwnShop> => {
  const { close, ...bed } = await openTestBed(description, options)
  const orders = new Map<string, Order>()
  const { lookUntil } = openObserver(bed, openNotes())
  return {
    bed,
    close,
    async createOrder(amount) {
      const order = await bed.merchant.createOrder(String(amount)).catch(asFailed)
      orders.set(order.invoiceId, order)
      const { invoiceId, currency, pageUrl } = order
      return { invoiceId, amount: order.amount, currency, pageUrl, terminal: terminalOf(order) }
    },
    async stateOf(invoiceId, wanted) {
      const order = orders.get(invoiceId)
      return order && (await lookUntil(order, ({ state }) => state === wanted).catch(asFailed))?.state
    },
  }
}
