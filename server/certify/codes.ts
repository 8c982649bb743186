import { type ReasonCode, reasonCodes } from '../../contracts/reason-code.ts'
import { sideBySide } from './side-by-side.ts'
import type { Trial } from './trial.ts'

// -1 is the API's own: no postlink with it is known.
const rowsOf = (next: ReasonCode['next']) =>
  eachAdviceFirst(reasonCodes.filter((row) => row.next === next && row.code > 0))

/** A few of them are of as many kinds as they can be. */
const eachAdviceFirst = (rows: ReasonCode[]): ReasonCode[] => {
  const firsts = rows.filter((row, i) => rows.findIndex(({ advice }) => advice === row.advice) === i)
  return [...firsts, ...rows.filter((row) => !firsts.includes(row))]
}

/** Declines one order with each code, and has the buyer pay it after all; some codes at a time. */
export const tryCodes = async (trial: Trial, next: ReasonCode['next']): Promise<void> => {
  const { bed, checks } = trial
  const rows = rowsOf(next).slice(0, bed.effort.codes)
  const tried = await sideBySide(rows, bed.pace.width(), (row) => tryCode(trial, row))
  const codes = tried.map(({ row, order, answered }) => {
    const found = checks.filter((check) => check.order === order)
    const ok =
      found.every((check) => check.ok) || (found.some((check) => check.ok === false) ? false : undefined)
    const [declined = '', paidLater = ''] = found.map(({ got }) => got)
    const { code, reason } = row
    return { code, reason, final: next === 'final', answered, declined, paidLater, ok }
  })
  // Tried again alone, it replaces what was seen in company.
  bed.codes = [...bed.codes.filter(({ code }) => codes.every((row) => row.code !== code)), ...codes]
}

/** After a final code the buyer pays again; after another one it turns out that the money was taken. */
const tryCode = async (trial: Trial, row: ReasonCode) => {
  const { code, next } = row
  const { bank } = trial.bed
  const order = await trial.order()
  const declined = await trial.decline(order, code)
  const answer = bank.postlinkOf(declined)?.attempts.at(-1)?.answer
  await trial.expectUnpaid(order)
  if (next === 'final' || !order.backLink) await trial.pay(order)
  else {
    await trial.payUnheard(order)
    await trial.returnToShop(order)
  }
  await trial.expectPaid(order)
  const answered = answer ? (answer.status ? `HTTP ${answer.status}` : String(answer.error)) : ''
  return { row, order: order.invoiceId, answered }
}
