import { ConfigError, Unreachable } from '../errors.ts'
import { seenText } from './evidence.ts'
import type { OrderSeen } from './merchant.ts'
import { payPlainly } from './plain-payment.ts'
import type { TestBed } from './test-bed.ts'
import { Trouble } from './trouble.ts'

/** What was measured before any case. */
export interface Calibration {
  /** How long the answer to a postlink took. */
  answerMs: number
  /** How long after it the order was paid; not known when it never was. */
  lagMs?: number
  quietMs: number
}

// A shop that asks the bank by itself, now and then, shows its whole pause only from one payment to the next.
const payments = 2
// How long the first paid order is waited for, whatever patienceMs says: a queue may have its pause.
const longestLagMs = 15_000

/**
 * Pays before any case, to see how the shop keeps time. A merchant that cannot take one order, and a probe that cannot
 * be read, break no promise: Unreachable and ConfigError say so.
 */
export const calibrate = async (bed: TestBed): Promise<Calibration> => {
  const { merchant, pace } = bed
  let answerMs = 0
  let lagMs: number | undefined
  try {
    for (let nth = 0; nth < payments; nth++) {
      const order = await merchant.createOrder()
      bed.invoiceIds.push(order.invoiceId)
      const before = await merchant.probe(order)
      checkUnpaid(before)
      const measured = await payPlainly(bed, order, { longestMs: longestLagMs, onSeen: checkWord })
      answerMs = Math.max(answerMs, measured.answerMs)
      if (measured.lagMs === undefined) break
      lagMs = Math.max(lagMs ?? 0, measured.lagMs)
      pace.settled(measured.lagMs)
    }
  } catch (error) {
    if (error instanceof Trouble)
      throw new Unreachable(
        `your shop cannot be put to the test: ${merchant.child?.ended() ?? error.message}`,
      )
    throw error
  }
  return { answerMs, quietMs: pace.quietMs(), ...(lagMs === undefined ? {} : { lagMs }) }
}

/** A wrong path or a word nobody mapped would make every case unproven: it is told before the first. */
const checkWord = (found: OrderSeen | undefined) => {
  if (found?.state !== 'unknown') return
  throw new ConfigError(
    found.raw === 'undefined'
      ? 'probe.state: there is nothing at this path of what your shop answers; certify check shows the answer'
      : `probe: your shop calls the order "${found.raw}"; ` +
          'name this word in probe.map under paid, unpaid, held or refunded',
  )
}

const checkUnpaid = (found: OrderSeen | undefined) => {
  checkWord(found)
  if (found && found.state !== 'unpaid')
    throw new ConfigError(
      `probe: an order that nobody has paid is ${seenText(found)}; expected unpaid: look at probe.state and probe.map`,
    )
}
