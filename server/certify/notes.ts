import type { Check, Step } from './evidence.ts'
import type { Order, OrderSeen } from './merchant.ts'

type State = OrderSeen['state']

/** What an order was before the last thing was done, and when it was last seen. */
export interface Seen {
  before?: string
  after?: string
}

/** What an order was found to be when the case last looked, and what it may be. */
export interface Left {
  order: Order
  found: OrderSeen
  may: State[]
  ok: boolean
}

/** What is written down while a case runs. */
export const openNotes = () => {
  const steps: Step[] = []
  const checks: Check[] = []
  const seen = new Map<string, Seen>()
  const changed = new Set<string>()
  const left = new Map<string, Left>()
  const undos: (() => Promise<void>)[] = []
  return {
    steps,
    checks,
    seen,
    left,
    undos,
    /** Whether the case is about how often an order is paid. */
    counting: { on: false },
    did(did: string, got?: string, sent?: Step['sent']): void {
      steps.push({ did, ...(sent ? { sent } : {}), ...(got ? { got } : {}) })
      for (const order of seen.keys()) changed.add(order)
    },
    check(what: string, expected: string, got: string, ok: boolean | undefined, order?: string): void {
      checks.push({ what, expected, got, ok, ...(order ? { order } : {}) })
    },
    looked(order: string, after: string): void {
      const { before = after, after: earlier } = seen.get(order) ?? {}
      seen.set(order, { before: changed.delete(order) && earlier ? earlier : before, after })
    },
  }
}

export type Notes = ReturnType<typeof openNotes>
