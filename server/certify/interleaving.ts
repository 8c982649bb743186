/** What can happen around one order, each once. */
export const eventNames = ['answer', 'return', 'postlink', 'duplicate', 'poll', 'cancel'] as const
export type Event = (typeof eventNames)[number]

/** Every sequence of different events, shortest first. */
export const sequences = (longest: number): Event[][] => {
  const found: Event[][] = []
  let row: Event[][] = [[]]
  for (let length = 1; length <= longest; length++) {
    row = row.flatMap((begun) =>
      eventNames.filter((event) => !begun.includes(event)).map((event) => [...begun, event]),
    )
    found.push(...row)
  }
  return found
}

/** The bank tells and gives back only what it has decided; a copy needs an original. */
const needs: Partial<Record<Event, Event>> = {
  postlink: 'answer',
  cancel: 'answer',
  duplicate: 'postlink',
}

/** Whether the world can bring it about: some shops cannot be told to poll, some have no page to return to. */
export const isPossible = (events: Event[], can: { poll: boolean; return: boolean }): boolean =>
  events.every((event, i) => {
    if ((event === 'poll' || event === 'return') && !can[event]) return false
    const first = needs[event]
    return first === undefined || events.slice(0, i).includes(first)
  })

/** What is true at the bank, and what the merchant has had a chance to learn of it. */
export interface Truth {
  decided: boolean
  cancelled: boolean
  /** The merchant heard of the payment while the money was there. */
  heardPaid: boolean
  /** The merchant asked, and the money had gone back. */
  heardCancelled: boolean
}

export const unheard: Truth = { decided: false, cancelled: false, heardPaid: false, heardCancelled: false }

export const truthAfter = (truth: Truth, event: Event): Truth => {
  if (event === 'answer') return { ...truth, decided: true }
  if (event === 'cancel') return { ...truth, cancelled: true }
  const isThere = truth.decided && !truth.cancelled
  return {
    ...truth,
    heardPaid: truth.heardPaid || (isThere && event !== 'poll'),
    heardCancelled: truth.heardCancelled || (truth.cancelled && event === 'poll'),
  }
}

/** The states an order may be in: what came too late to be true must not pay it. */
export const allowedStates = ({ decided, cancelled, heardPaid, heardCancelled }: Truth): string[] => {
  if (!decided) return ['unpaid']
  if (heardCancelled) return heardPaid ? ['refunded'] : ['unpaid', 'refunded']
  if (cancelled) return heardPaid ? ['paid', 'refunded'] : ['unpaid', 'refunded']
  return heardPaid ? ['paid'] : ['unpaid', 'paid']
}
