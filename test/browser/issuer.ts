import type { Page } from 'playwright-core'
import { threeDSCards } from '../../contracts/sandbox-card.ts'
import { invoiceOn, shopFor, typeCard, type Wish } from './shopping.ts'

export const askingCard = { pan: threeDSCards[0]?.pan ?? '', expiry: '12/30', cvc: '123' }

/** From the shop to the issuer's page; answers the invoice. */
export const toIssuer = async (page: Page, shopUrl: string, wish: Wish = {}): Promise<string> => {
  await shopFor(page, shopUrl, wish)
  const invoiceId = await invoiceOn(page)
  await typeCard(page, askingCard)
  await page.getByTestId('acs-code').waitFor()
  return invoiceId
}
