import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { Order } from './merchant.ts'
import { Trouble } from './trouble.ts'

/** What a buyer types: a sandbox card whose number is its outcome. */
const cardOf = (code: number) => ({ pan: panOfCode(code), expiry: '12/39', cvc: '123', holder: 'TEST TEST' })

const wordsOf = (html: string) =>
  html
    .replace(/<(script|style|head)[\s\S]*?<\/\1>|<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)

/** Opens the payment page as halyk.pay() would; the second time the page is still there. */
export const openPage = async (order: Order): Promise<string> => {
  if (order.page) return order.page
  const answer = await fetch(order.pageUrl, { redirect: 'manual' }).catch((error: Error) => {
    throw new Trouble(`the payment page ${new URL(order.pageUrl).origin} cannot be opened: ${error.message}`)
  })
  const html = await answer.text()
  const page = /name="page" value="([^"]+)"/.exec(html)?.[1]
  if (!page)
    throw new Trouble(
      `the payment page refuses order ${order.invoiceId} (HTTP ${answer.status}): ${wordsOf(html)}. ` +
        'Does your shop ask its token from EPAY_OAUTH_URL?',
    )
  order.page = page
  return page
}

/** The buyer types a card and presses Pay; with 0 it is approved, with any other reason code declined. */
export const payOnPage = async (order: Order, code: number): Promise<void> => {
  const page = await openPage(order)
  const url = new URL('pay', `${order.pageUrl.split('?')[0]}`)
  const body = new URLSearchParams({ page, ...cardOf(code) })
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  if (answer.status !== 303)
    throw new Trouble(`the payment page answered ${answer.status}: ${wordsOf(await answer.text())}`)
}
