import type { Transaction } from '../../contracts/record.ts'
import type { PostlinkFault } from '../../contracts/rule.ts'
import type { Body } from './bank.ts'
import { cameText, sentOf } from './evidence.ts'
import type { Order } from './merchant.ts'
import type { Notes } from './notes.ts'
import type { Observer } from './observer.ts'
import { payOnPage } from './payment-page.ts'
import type { TestBed } from './test-bed.ts'
import { Trouble } from './trouble.ts'
import type { Came, Parcel } from './wire.ts'

/** How a hand-made delivery differs from the bank's. */
export interface Manner extends Partial<Parcel> {
  /** `none` sends no content type at all. */
  contentType?: string
  /** Text instead of the body's JSON. */
  text?: string
  about?: string
}

const plainPostlink = (url: string | undefined, body: Body): Parcel => {
  if (!url)
    throw new Trouble('neither the token nor the payment names a postLink, and no postlink is described')
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

/** What buyers do: they order, pay, and come back. */
export const openBuyers = (bed: TestBed, { did }: Notes, { look }: Observer) => {
  const { bank, merchant } = bed
  const pay = async (order: Order, code: number, fault?: PostlinkFault): Promise<Transaction> => {
    await look(order)
    const when = { invoiceId: order.invoiceId, operation: 'page' as const }
    if (fault) await bank.applyRule({ when, then: { postlink: fault }, times: 1 })
    await payOnPage(bank, order, code)
    const paid = bank.transactions().findLast((one) => one.order.invoiceId === order.invoiceId)
    if (!paid) throw new Trouble(`the sandbox knows no payment of order ${order.invoiceId}`)
    if (!fault?.lost) await bank.heard(paid)
    const owed = bank.postlinkOf(paid)
    // A shop whose address stands in the bank's cabinet names none with the payment.
    if (!owed && !fault) await bed.send(plainPostlink(merchant.postlinkUrl, bank.bodyOf(paid)))
    const answer = fault?.lost ? undefined : owed?.attempts.at(-1)?.answer
    const who = code === 0 ? 'the buyer pays' : `the bank declines with ${code}`
    const next = fault?.lost
      ? 'its postlink is kept back'
      : `the sandbox posts to ${owed?.url ?? merchant.postlinkUrl}`
    did(`${who}, ${next}`, answer && String(answer.status ? `HTTP ${answer.status}` : answer.error))
    return paid
  }
  return {
    async order(amount?: string): Promise<Order> {
      const order = await merchant.createOrder(amount)
      bed.invoiceIds.push(order.invoiceId)
      did(`an order of ${order.amount} ${order.currency}: ${order.invoiceId}`)
      return order
    },
    /** The buyer pays on the page, and the sandbox tells the merchant. */
    pay: (order: Order) => pay(order, 0),
    decline: (order: Order, code = 484) => pay(order, code),
    /** The same, and nobody tells the merchant: the case will. */
    payUnheard: (order: Order) => pay(order, 0, { lost: true }),
    declineUnheard: (order: Order, code = 484) => pay(order, code, { lost: true }),
    /** Where the payment, or the case, says; answers the pages on the way. */
    async returnToShop(order: Order, to = order.backLink): Promise<string[]> {
      let url = to
      const pages: string[] = []
      for (let hops = 0; url && hops < 5; hops++) {
        const got = await bed.send({ url, method: 'GET' })
        did(`the browser returns to ${url}`, cameText({ ...got, text: '' }))
        pages.push(got.text)
        url = got.location ? new URL(got.location, url).href : ''
      }
      return pages
    },
  }
}

/** What certify itself does to the merchant. */
export const openDeliveries = (bed: TestBed, { did }: Notes) => {
  const { bank, merchant } = bed
  const addressOf = (transaction: Transaction) =>
    plainPostlink(bank.postlinkOf(transaction)?.url ?? merchant.postlinkUrl, {}).url
  return {
    addressOf,
    bodyOf: bank.bodyOf,
    /** What a postlink would say had the declined payment been approved. */
    lieOf: (declined: Transaction): Body =>
      bank.bodyOf({ ...declined, status: 'CHARGE', reasonCode: 0, approvalCode: '123456' }),
    async deliver(transaction: Transaction, body: Body, manner: Manner = {}): Promise<Came> {
      const {
        contentType = 'application/json',
        text = JSON.stringify(body),
        about,
        headers,
        ...rest
      } = manner
      const type: Record<string, string> = contentType === 'none' ? {} : { 'content-type': contentType }
      const url = addressOf(transaction)
      const parcel = { url, headers: { ...type, ...headers }, body: text, ...rest }
      const got = await bed.send(parcel)
      did(about ?? 'the postlink is sent by hand', cameText(got), sentOf(parcel))
      return got
    },
    async reconcile(order: Order): Promise<void> {
      const said = await merchant.reconcile(order)
      did('the shop is told to ask the bank for the status', said.status ? `HTTP ${said.status}` : said.text)
    },
  }
}
