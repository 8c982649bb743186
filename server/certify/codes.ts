import { type ReasonCode, reasonCodes } from '../../contracts/reason-code.ts'
import type { CodeRow } from './test-bed.ts'
import type { Trial } from './trial.ts'

// -1 is the API's own: no postlink with it is known.
const rowsOf = (next: ReasonCode['next']) => reasonCodes.filter((row) => row.next === next && row.code > 0)

/** Declines one order with each code, and has the buyer pay it after all. */
export const tryCodes = async (trial: Trial, next: ReasonCode['next']): Promise<void> => {
  for (const row of rowsOf(next).slice(0, trial.bed.effort.codes)) {
    const before = trial.checks.length
    const tried = await tryCode(trial, row)
    const found = trial.checks.slice(before)
    const ok = found.every((check) => check.ok)
      ? true
      : found.some((check) => check.ok === false)
        ? false
        : undefined
    const [declined = '', paidLater = ''] = found.map(({ came }) => came)
    const { code, reason } = row
    trial.bed.codes.push({ code, reason, final: next === 'final', ...tried, declined, paidLater, ok })
  }
}

/** After a final code the buyer pays again; after another one it turns out that the money was taken. */
const tryCode = async (trial: Trial, { code, next }: ReasonCode): Promise<Pick<CodeRow, 'answered'>> => {
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
  return { answered: answer ? (answer.status ? `HTTP ${answer.status}` : String(answer.error)) : '' }
}
