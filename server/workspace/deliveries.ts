import type { Postlink } from '../core/state.ts'
import type { Courier } from '../ports.ts'
import type { Emulator } from './emulator.ts'

export interface Delivery {
  address: string
  /** After a reset the same seed gives the same ids: an answer belongs to the life that asked for it. */
  life: number
  postlink: Postlink
  attempt: number
}

/** The postlinks on their way: outside the command queue, a merchant may ask for the status from its handler. */
export interface Deliveries {
  start(delivery: Delivery): void
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
  /** A postlink goes out with masks in place of what the shop sent in these fields. */
  onMasked?(postlink: Postlink, fields: string[]): void
  onFault(error: Error): void
}

// A merchant that answers in a tenth of a second still gets 2,560 a second; one that hangs keeps no more open.
const perAddress = 256

export const startDeliveries = ({
  emulator,
  courier,
  onArrived,
  onFault,
  onMasked,
}: DeliveriesParts): Deliveries => {
  const underway = new Set<Promise<void>>()
  const counts = new Map<string, number>()
  let stopped = false
  const countOf = (address: string) => counts.get(address) ?? 0
  const leave = (address: string) => {
    if (countOf(address) > 1) counts.set(address, countOf(address) - 1)
    else counts.delete(address)
  }
  const deliver = async ({ life, postlink, attempt }: Delivery) => {
    const { postlink: whole, left } = emulator.masking.whole(postlink)
    if (left.length > 0) onMasked?.(postlink, left)
    const answer = await courier.post(whole)
    if (stopped) return
    await emulator.executeIn(life, { kind: 'take answer', postlink: postlink.id, attempt, answer })
  }
  return {
    start(sent) {
      const { address } = sent
      counts.set(address, countOf(address) + 1)
      const delivery: Promise<void> = deliver(sent)
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
