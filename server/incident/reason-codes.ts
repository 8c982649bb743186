import { findReason, type ReasonCode, reasonCodes } from '../../contracts/reason-code.ts'
import { openTrial } from '../certify/trial.ts'
import { Trouble } from '../certify/trouble.ts'
import { browse, textOf } from '../client/screen.ts'
import { overNetwork } from '../client/transport.ts'
import { UsageError } from '../errors.ts'
import type { OwnShop } from './own-shop.ts'

/** What became of one order of the shop that was declined with a code. */
export interface CodeRow {
  code: number
  reason: string
  /** What the page the buyer came back to said. */
  buyerSaw: string
  /** What the shop answered to the postlink. */
  answered: string
  /** What the order became, in the shop's own words. */
  order: string
  /** Whether the buyer could pay it after all; `unknown` where the shop shows no state. */
  paidAgain: 'yes' | 'no' | 'unknown'
  ok: boolean
}

// Below zero is the API's own: no postlink with it is known. 0 is no decline.
const declines = reasonCodes.filter(({ code }) => code > 0)

/** `484,467` or `all`. Throws UsageError. */
export const readCodes = (text: string | undefined): ReasonCode[] => {
  if (text === undefined || text === 'all') return declines
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((one) => {
      const found = /^\d+$/.test(one) ? declines.find(({ code }) => code === Number(one)) : undefined
      if (!found) throw new UsageError(`--codes has "${one}": expected reason codes such as 484,467, or all`)
      return found
    })
}

/** The shop's own checkout meets each code: declined, looked at, and paid once more. */
export const meetCodes = async (
  shop: OwnShop,
  codes: ReasonCode[],
  onRow: (row: CodeRow) => void = () => {},
): Promise<CodeRow[]> => {
  const rows: CodeRow[] = []
  for (const { code } of codes) {
    const row = await meetCode(shop, code)
    rows.push(row)
    onRow(row)
  }
  return rows
}

const meetCode = async ({ bed }: OwnShop, code: number): Promise<CodeRow> => {
  const trial = openTrial(bed)
  const { reason = '' } = findReason(code) ?? {}
  try {
    await bed.merchant.revive()
    const order = await trial.order()
    const declined = await trial.decline(order, code)
    const { status, error } = bed.bank.postlinkOf(declined)?.attempts.at(-1)?.answer ?? {}
    const answered = status === undefined ? (error ?? 'it was told nothing') : `HTTP ${status}`
    const buyerSaw = await pageAt(failureLinkOf(order.payment) || order.backLink)
    const became = await trial.lookUntil(order, ({ state }) => state === 'unpaid')
    await trial.pay(order)
    const after = await trial.lookUntil(order, ({ state }) => state === 'paid')
    const paidAgain =
      after === undefined || after.state === 'unknown' ? 'unknown' : after.state === 'paid' ? 'yes' : 'no'
    const taken = status !== undefined && status >= 200 && status < 300
    const ok = taken && became?.state !== 'paid' && became?.state !== 'refunded' && paidAgain !== 'no'
    return { code, reason, buyerSaw, answered, order: became?.raw ?? 'unknown', paidAgain, ok }
  } catch (failed) {
    if (!(failed instanceof Trouble)) throw failed
    const order = bed.merchant.child?.ended() ?? failed.message
    return { code, reason, buyerSaw: '', answered: '', order, paidAgain: 'no', ok: false }
  }
}

const failureLinkOf = (payment: Record<string, unknown>) =>
  String(Object.entries(payment).find(([name]) => name.toLowerCase() === 'failurebacklink')?.[1] ?? '')

const mostWords = 90

/** The shop's own page, as a browser shows it. */
const pageAt = async (url: string): Promise<string> => {
  if (!URL.canParse(url)) return 'no page: the shop names no failureBackLink'
  const { html, status, error } = await browse(overNetwork({ url: new URL(url).origin }), url)
  if (error !== undefined) return `no page: ${error}`
  return (status ?? 0) >= 400 ? `HTTP ${status}` : textOf(html).slice(0, mostWords)
}
