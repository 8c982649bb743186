/** What can happen around one order, each once. A pair happens in the same instant. */
export const eventNames = [
  'decline',
  'forged',
  'answer',
  'return',
  'postlink',
  'duplicate',
  'failure',
  'poll',
  'cancel',
] as const
export type Event = (typeof eventNames)[number]

const pairs: [Event, Event][] = [
  ['postlink', 'return'],
  ['postlink', 'poll'],
  ['postlink', 'duplicate'],
  ['postlink', 'failure'],
]

/** One event, or two in the same instant. */
export type Happening = Event[]

export const happenings: Happening[] = [...eventNames.map((event) => [event]), ...pairs]

export const textOf = (story: Happening[]): string => story.map((one) => one.join(' + ')).join(' → ')

/** The opposite of textOf. Undefined when it is no such text. */
export const readStory = (text: string): Happening[] | undefined => {
  const story = text.split('→').map((part) => part.split('+').map((name) => name.trim()))
  const isKnown = story.flat().every((name) => eventNames.includes(name as Event))
  return isKnown ? (story as Happening[]) : undefined
}

/** The bank tells and refunds only what it has decided; a copy needs an original. */
const needs: Partial<Record<Event, Event>> = {
  postlink: 'answer',
  cancel: 'answer',
  duplicate: 'postlink',
  failure: 'decline',
}

// A page that is paid takes no other card.
const ended: Partial<Record<Event, Event>> = { decline: 'answer', forged: 'answer' }

export interface Can {
  poll: boolean
  return: boolean
}

/** Whether the world can bring it about: some shops cannot be told to poll, some have no page to return to. */
export const isPossible = (story: Happening[], can: Can): boolean => {
  const before: Event[] = []
  for (const happening of story) {
    for (const event of happening) {
      if ((event === 'poll' || event === 'return') && !can[event]) return false
      const [first, end] = [needs[event], ended[event]]
      // Of two copies in the same instant neither is the first.
      const known = happening.length > 1 ? [...before, ...happening] : before
      if (before.includes(event) || (first && !known.includes(first)) || (end && before.includes(end)))
        return false
    }
    before.push(...happening)
  }
  return true
}

/** Every possible story of so many happenings, and the shorter ones that nothing can follow. */
export const stories = (length: number, can: Can): Happening[][] => {
  let rows: Happening[][] = [[]]
  const ends: Happening[][] = []
  for (let count = 0; count < length; count++) {
    const next: Happening[][] = []
    for (const row of rows) {
      const longer = happenings.map((one) => [...row, one]).filter((story) => isPossible(story, can))
      if (longer.length === 0) ends.push(row)
      next.push(...longer)
    }
    rows = next
  }
  return [...ends, ...rows]
}

/** What is true at the bank, and what the merchant has had a chance to learn of it. */
export interface Truth {
  decided: boolean
  cancelled: boolean
  /** The merchant was told of the payment while the money was there, or is known to have noticed. */
  heardPaid: boolean
  /** The merchant asked, and the money had gone back. */
  heardCancelled: boolean
}

export const unheard: Truth = { decided: false, cancelled: false, heardPaid: false, heardCancelled: false }

const tells: Event[] = ['postlink', 'duplicate', 'return']

export const truthAfter = (truth: Truth, event: Event): Truth => {
  if (event === 'answer') return { ...truth, decided: true }
  if (event === 'cancel') return { ...truth, cancelled: true }
  const isThere = truth.decided && !truth.cancelled
  return {
    ...truth,
    heardPaid: truth.heardPaid || (isThere && tells.includes(event)),
    heardCancelled: truth.heardCancelled || (truth.cancelled && event === 'poll'),
  }
}

/** A shop that asks by itself, or was asked to ask, may have noticed; once seen to know it, it must not forget. */
export const truthSeen = (truth: Truth, state: string): Truth =>
  (state === 'paid' || state === 'held') && truth.decided && !truth.cancelled
    ? { ...truth, heardPaid: true }
    : truth

/** The states an order may be in: a shop may know more than it was told, never less, and nothing that is not so. */
export const allowedStates = ({ decided, cancelled, heardPaid, heardCancelled }: Truth): string[] => {
  if (!decided) return ['unpaid']
  if (heardCancelled) return heardPaid ? ['refunded'] : ['unpaid', 'refunded']
  // Nobody tells of a refund: until it asks, the shop may believe what was true.
  if (cancelled) return heardPaid ? ['paid', 'refunded'] : ['unpaid', 'paid', 'refunded']
  return heardPaid ? ['paid'] : ['unpaid', 'paid']
}
