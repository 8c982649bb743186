import { setTimeout as wait } from 'node:timers/promises'
import { type Attempt, resultOf } from './attempt.ts'
import { seenText } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'
import type { TestBed } from './test-bed.ts'
import { Trouble } from './trouble.ts'

// A probe may be a process of its own.
const mostLooks = 150

/**
 * Every order once more when all is quiet: what a slow shop did after a case had looked is found all the same.
 * Answers the attempts, those whose orders changed as failed.
 */
export const lookOnceMore = async (bed: TestBed, attempts: Attempt[]): Promise<Attempt[]> => {
  if (!bed.merchant.can.probe) return attempts
  await wait(bed.pace.quietMs())
  let looks = 0
  const judged = attempts.map(async (attempt) => {
    if (attempt.result.outcome !== 'passed') return attempt
    const left = [...attempt.trial.left.values()]
    const some = left.slice(0, Math.max(0, mostLooks - looks))
    looks += some.length
    const counts = attempt.trial.counting.on
    const changes = await Promise.all(some.map((one) => changeOf(bed, one, counts)))
    return changes.some(Boolean)
      ? failed(
          attempt,
          changes.filter((change) => change !== undefined),
        )
      : attempt
  })
  return Promise.all(judged)
}

interface Left {
  order: Order
  found: OrderSeen
}

interface Change extends Left {
  now: OrderSeen
}

/** How often it was paid is looked at where the case is about that. */
const changeOf = async (
  { merchant }: TestBed,
  { order, found }: Left,
  counts: boolean,
): Promise<Change | undefined> => {
  const now = await merchant.probe(order).catch((error: unknown) => {
    if (error instanceof Trouble) return undefined
    throw error
  })
  const isSame =
    !now ||
    now.state === 'unknown' ||
    (now.state === found.state && (!counts || (now.amount === found.amount && now.times === found.times)))
  return isSame ? undefined : { order, found, now }
}

const failed = (attempt: Attempt, changes: Change[]): Attempt => {
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
