import type { Test } from 'tap'
import type { Language } from '../../contracts/language.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import { wireReason } from '../../contracts/reason-words.ts'
import { forcibleCodes } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { askStatus, type openMerchant, openPayform, paymentObject, submitCard, tokenOf } from '../world.ts'

const languages: Language[] = ['rus', 'kaz', 'eng']

/** One payment that is to end with a code: each code has an invoice and a language of its own. */
export interface Forced {
  code: number
  invoiceId: string
  language: Language
  postLink?: string
}

export const everyCode: Forced[] = forcibleCodes.map((code, i) => ({
  code,
  invoiceId: `${code < 0 ? 6 : 7}${String(Math.abs(code)).padStart(8, '0')}`,
  language: languages[i % languages.length] as Language,
}))

const unescaped = (html: string): string =>
  html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')

/** What the page shows after this card was typed: the form with the decline, or the result. */
export const payOnPage = async (sandbox: Sandbox, forced: Forced, typed: object) => {
  const { invoiceId, language, postLink = '' } = forced
  const accessToken = await tokenOf(sandbox, { invoiceID: invoiceId })
  const { page } = await openPayform(sandbox, paymentObject(accessToken, { invoiceId, language, postLink }))
  const { location } = await submitCard(sandbox, page, typed)
  const shown = await fetch(new URL(location, sandbox.payformUrl))
  return { accessToken, html: unescaped(await shown.text()) }
}

export const checkPage = (t: Test, { code, language }: Forced, html: string) => {
  if (code === 0) return t.match(html, 'data-testid="result-ok"', 'the page says that it is paid')
  t.match(html, 'data-testid="decline"')
  t.match(html, reasonOf(code)[language], `the page says why, in ${language}`)
  return t.match(html, new RegExp(`data-testid="decline-code">\\D+ ${code}<`), 'and the code')
}

/** What the status and the merchant's postlink say of it. */
export const checkDelivered = async (
  t: Test,
  { sandbox, merchant, accessToken }: Delivered,
  { code, invoiceId }: Forced,
) => {
  const reason = wireReason(code, 'eng', {})
  const status = await askStatus(sandbox, accessToken, invoiceId)
  matches(t, status.body, {
    resultCode: '100',
    transaction: {
      statusName: code === 0 ? 'CHARGE' : 'FAILED',
      reasonCode: code === 0 ? '00' : String(code),
      // The page about the status prints this for a success, the list of the codes another word.
      reason: code === 0 ? 'Successfully' : reason,
    },
  })
  matches(
    t,
    merchant.bodies().filter((body) => body.invoiceId === invoiceId),
    [{ code: code === 0 ? 'ok' : 'error', reasonCode: code, reason: code === 0 ? 'success' : reason }],
    "one postlink with the bank's English text",
  )
}

interface Delivered {
  sandbox: Sandbox
  merchant: Awaited<ReturnType<typeof openMerchant>>
  accessToken: string
}

/** A few at a time: a hundred payments at once would only wait for each other. */
export const inBatches = async <T, R>(all: T[], act: (one: T) => Promise<R>, size = 20): Promise<R[]> => {
  const done: R[] = []
  for (let i = 0; i < all.length; i += size)
    done.push(...(await Promise.all(all.slice(i, i + size).map(act))))
  return done
}
