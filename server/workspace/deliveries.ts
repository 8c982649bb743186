import type { Postlink } from '../core/state.ts'
import type { Courier } from '../ports.ts'
import type { Emulator } from './emulator.ts'

/** The postlinks on their way: outside the command queue, a merchant may ask for the status from its handler. */
export interface Deliveries {
  start(address: string, postlink: Postlink, attempt: number): void
  /** As many are on their way to this address as may be at once. */
  isFull(address: string): boolean
  count(): number
  /** Resolves when one of them has been answered. */
  next(): Promise<void>
  /** Answers that come from now on are not kept: their leases run out. */
  stop(): void
}

export interface DeliveriesParts {
  emulator: Emulator
  courier: Courier
  onArrived(): void
  onFault(error: Error): void
}

// A merchant that answers in a tenth of a second still gets 2,560 a second; one that hangs keeps no more open.
const perAddress = 256

export const startDeliveries = ({ emulator, courier, onArrived, onFault }: DeliveriesParts): Deliveries => {
  const underway = new Set<Promise<void>>()
  const counts = new Map<string, number>()
  let stopped = false
  const countOf = (address: string) => counts.get(address) ?? 0
  const leave = (address: string) => {
    if (countOf(address) > 1) counts.set(address, countOf(address) - 1)
    else counts.delete(address)
  }
  const deliver = async (postlink: Postlink, attempt: number) => {
    const answer = await courier.post(postlink)
    if (!stopped) await emulator.execute({ kind: 'take answer', postlink: postlink.id, attempt, answer })
  }
  return {
    start(address, postlink, attempt) {
      counts.set(address, countOf(address) + 1)
      const delivery: Promise<void> = deliver(postlink, attempt)
        .catch(onFault) // an answer that could not be kept: the lease runs out, and it is sent again
        .finally(() => {
          underway.delete(delivery)
          leave(address)
          onArrived()
        })
      underway.add(delivery)
    },
    isFull: (address) => countOf(address) >= perAddress,
    count: () => underway.size,
    next: () => Promise.race(underway),
    stop() {
      stopped = true
    },
  }
}
