import { setTimeout as wait } from 'node:timers/promises'
import { type Attempt, resultOf } from './attempt.ts'
import { seenText } from './evidence.ts'
import type { OrderSeen } from './merchant.ts'
import type { Left } from './notes.ts'
import { isPaidOnce } from './observer.ts'
import type { TestBed } from './test-bed.ts'
import { Trouble } from './trouble.ts'

// A probe may be a process of its own.
const mostLooks = 150

/**
 * Every order once more when all is quiet: what a slow shop did after a case had looked is found all the same.
 * Answers the attempts: those whose orders changed as failed, those whose orders were only late as not proven.
 */
export const lookOnceMore = async (bed: TestBed, attempts: Attempt[]): Promise<Attempt[]> => {
  if (!bed.merchant.can.probe) return attempts
  await wait(bed.pace.quietMs())
  let looks = 0
  const judged = attempts.map(async (attempt) => {
    const { result, trial, isShaky, isCrash } = attempt
    const { outcome } = result
    if (outcome !== 'passed' && !(outcome === 'failed' && isShaky && !isCrash)) return attempt
    const left = [...trial.left.values()].filter(({ ok }) => ok === (outcome === 'passed'))
    const some = left.slice(0, Math.max(0, mostLooks - looks))
    looks += some.length
    const found = (await Promise.all(some.map((one) => lookAt(bed, one)))).flatMap((one) => one ?? [])
    const isRight = (one: Found) => isStillRight(bed, one, trial.counting.on)
    const wrong = found.filter((one) => !isRight(one))
    if (outcome === 'passed') return wrong.length > 0 ? failed(attempt, wrong) : attempt
    return found.length > 0 && wrong.length === 0 ? onlyLate(attempt, found) : attempt
  })
  return Promise.all(judged)
}

interface Found extends Left {
  now: OrderSeen
}

const lookAt = async ({ merchant }: TestBed, left: Left): Promise<Found | undefined> => {
  const now = await merchant.probe(left.order).catch((error: unknown) => {
    if (error instanceof Trouble) return undefined
    throw error
  })
  return now && now.state !== 'unknown' ? { ...left, now } : undefined
}

/** How often it was paid is looked at where the case is about that. */
const isStillRight = ({ bank }: TestBed, { order, found, may, ok, now }: Found, counts: boolean): boolean => {
  // Some shops charge what is held by themselves, one day.
  const isCharged = may.includes('held') && bank.paidFor(order.invoiceId)?.status === 'CHARGE'
  const isState = may.includes(now.state) || (isCharged && now.state === 'paid')
  if (!isState || !counts) return isState
  return ok ? now.amount === found.amount && now.times === found.times : isPaidOnce(order, now)
}

const failed = (attempt: Attempt, changes: Found[]): Attempt => {
  const { trial, one, result } = attempt
  trial.did('every order is looked at once more when all else is done')
  for (const { order, found, now } of changes) {
    const { invoiceId } = order
    trial.looked(invoiceId, `order ${invoiceId}: ${seenText(now)}`)
    trial.check(`order ${invoiceId}`, `still ${seenText(found)}`, seenText(now), false, invoiceId)
  }
  const { what, expected, got } = trial.checks.findLast(({ ok }) => ok === false) ?? {}
  const reason = `${what}: expected ${expected}, got ${got}`
  return { ...attempt, result: resultOf(one, trial, { outcome: 'failed', reason, ms: result.ms }) }
}

/** What became right after all is no broken promise; what the case would have done then was not done. */
const onlyLate = (attempt: Attempt, found: Found[]): Attempt => {
  const { trial, one, result } = attempt
  trial.did('every order is looked at once more when all else is done')
  for (const { order, now } of found)
    trial.looked(order.invoiceId, `order ${order.invoiceId}: ${seenText(now)}`)
  const [first] = found
  const reason =
    `order ${first?.order.invoiceId} became what it should, ` +
    'but later than it was waited for: give patienceMs'
  const checks = trial.checks.map((check) => (check.ok === false ? { ...check, ok: undefined } : check))
  const unproven = resultOf(one, trial, { outcome: 'unproven', reason, ms: result.ms })
  return { ...attempt, result: { ...unproven, checks } }
}
