import { cardOfCode, pageIdOf, payOnPage as pay } from '../client/page.ts'
import { browse, type Screen, textOf } from '../client/screen.ts'
import type { Bank } from './bank.ts'
import type { Order } from './merchant.ts'
import { Trouble } from './trouble.ts'

/** Opens the payment page as halyk.pay() would; the second time the page is still there. */
const openPage = async (bank: Bank, order: Order): Promise<Screen> => {
  if (order.page) return order.page
  const { origin } = new URL(order.pageUrl)
  const screen = await browse(bank.browserAt(origin), order.pageUrl)
  if (screen.error) throw new Trouble(`the payment page ${origin} cannot be opened: ${screen.error}`)
  if (!pageIdOf(screen))
    throw new Trouble(
      `the payment page refuses order ${order.invoiceId} (HTTP ${screen.status}): ${textOf(screen.html)}. ` +
        'Does your shop ask its token from EPAY_OAUTH_URL?',
    )
  order.page = screen
  return screen
}

/** The buyer types a card and presses Pay; with 0 it is approved, with any other reason code declined. */
export const payOnPage = async (bank: Bank, order: Order, code: number): Promise<void> => {
  const opened = await openPage(bank, order)
  const { outcome, left, status, html } = await pay(
    bank.browserAt(new URL(opened.url).origin),
    opened,
    cardOfCode(code),
  )
  if ((outcome === undefined && left === undefined) || outcome === 'error' || outcome === 'mistyped')
    throw new Trouble(`the payment page answered ${status}: ${textOf(html)}`)
}
