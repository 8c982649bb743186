import type { Scenario, Step } from '../../contracts/scenario.ts'
import { openRedactor } from '../redaction/redact.ts'
import type { IncidentEvent } from './events.ts'

export interface ImportOptions {
  /** Names, phones, e-mails and the like go into the story too. */
  keep?: boolean
}

export interface Imported {
  scenario: Scenario
  /** What of the papers the story does not tell. */
  left: string[]
}

const dayMs = 86_400_000

/** `PT15S`, `P2D`: how long nothing happened; a second at least, a month at most. */
const span = (ms: number): string => {
  const days = Math.floor(ms / dayMs)
  return days > 0 ? `P${Math.min(days, 30)}D` : `PT${Math.round(ms / 1000)}S`
}

/**
 * Orders as they were paid, declined, cancelled and refunded, with the times between: the same outcomes in the fewest
 * steps. Only sums, codes and times are taken over, so that nothing personal is there to be hidden.
 */
export const toStory = (events: IncidentEvent[], { keep = false }: ImportOptions = {}): Imported => {
  const isTwoStage = events.some(({ kind, held }) => kind === 'cancelled' || held)
  const numbers = new Map<string, string>()
  const paid = new Set<string>()
  const left: string[] = []
  const story: Step[] = []
  let current = ''
  let last: number | undefined

  const copies = copiesOf(events)
  const withoutPeople = openHiding(events)
  const tellOrder = (event: IncidentEvent, number: string) => {
    if (current === number) return
    current = number
    const { amount, currency, personal } = event
    const details = {
      ...(amount ? { amount } : {}),
      ...(currency ? { currency } : {}),
      ...(keep ? personal : {}),
    }
    story.push({ order: { invoiceId: number, ...details } })
  }

  for (const event of copies.first) {
    const number = numbers.get(event.invoiceId) ?? String(numbers.size + 1).padStart(9, '0')
    numbers.set(event.invoiceId, number)
    const gap = last === undefined || event.at === undefined ? 0 : event.at - last
    if (gap >= 1_000) story.push({ advance: span(gap) })
    last = event.at ?? last
    tellOrder(event, number)
    if (event.kind === 'paid' && paid.has(number))
      left.push(`order ${number} was paid twice: the bank takes one payment`)
    else if (event.kind === 'declined' && paid.has(number))
      left.push(`order ${number} was declined after it was paid`)
    else
      story.push(
        ...stepsOf(keep ? event : withoutPeople(event), {
          isPaid: paid.has(number),
          isTwoStage,
          times: copies.times(event),
        }),
      )
    if (['paid', 'cancelled', 'refunded'].includes(event.kind)) paid.add(number)
  }
  const about = `An incident of ${numbers.size} ${numbers.size === 1 ? 'order' : 'orders'}, told by its papers.`
  const quirks = isTwoStage ? { quirks: { testTerminalStages: 'two' } } : {}
  return { scenario: { about, ...quirks, story }, left }
}

/** The same attempt with the same word again is the same postlink again; what the shop asked for is no second one. */
const copiesOf = (events: IncidentEvent[]) => {
  const counts = new Map<string, number>()
  const keyOf = ({ id, kind, invoiceId }: IncidentEvent) => `${id ?? ''} ${kind} ${invoiceId}`
  const postlinks = events.filter(({ isPostlink }) => isPostlink)
  const first = events.filter((event) => {
    if (!event.isPostlink && postlinks.some((postlink) => saysTheSame(event, postlink))) return false
    const known = event.id === undefined ? undefined : counts.get(keyOf(event))
    counts.set(keyOf(event), (known ?? 0) + (event.isPostlink || known === undefined ? 1 : 0))
    return known === undefined
  })
  return { first, times: (event: IncidentEvent) => (event.isPostlink ? (counts.get(keyOf(event)) ?? 1) : 1) }
}

const saysTheSame = (answer: IncidentEvent, postlink: IncidentEvent): boolean =>
  answer.invoiceId === postlink.invoiceId &&
  answer.kind === postlink.kind &&
  answer.reasonCode === postlink.reasonCode &&
  (answer.id ?? postlink.id) === postlink.id

/** Anyone who pasted an answer may have pasted a buyer with it; a name is known by where else it stands. */
const openHiding = (events: IncidentEvent[]) => {
  const redactor = openRedactor()
  for (const { personal } of events) for (const value of Object.values(personal)) redactor.hide('name', value)
  return (event: IncidentEvent): IncidentEvent => {
    const { answer } = event
    return answer ? { ...event, answer: { ...answer, message: redactor.text(answer.message) } } : event
  }
}

interface Before {
  isPaid: boolean
  isTwoStage: boolean
  times: number
}

const stepsOf = (event: IncidentEvent, { isPaid, isTwoStage, times }: Before): Step[] => {
  const { kind, reasonCode = 0, held, answer } = event
  const repeated: Step[] =
    times > 1 ? [{ rule: { then: { postlink: { copies: Math.min(times, 100) } }, times: 1 } }] : []
  const approved = isTwoStage ? 'AUTH' : 'CHARGE'
  const pay: Step = { pay: { testCard: 'unlocked' }, expect: { status: approved } }
  if (kind === 'answered')
    return [
      {
        rule: { when: { operation: 'status' }, then: { answer: { status: 400, body: answer } }, times: 1 },
      },
      pay,
    ]
  if (kind === 'declined')
    return [...repeated, { pay: { code: reasonCode }, expect: { status: 'FAILED', reasonCode } }]
  const first = isPaid ? [] : [...repeated, pay]
  const charge: Step[] = isTwoStage && !held && !isPaid && kind !== 'cancelled' ? [{ charge: {} }] : []
  if (kind === 'cancelled') return [...first, { cancel: {}, expect: { status: 'CANCEL' } }]
  return kind === 'refunded'
    ? [...first, ...charge, { refund: {}, expect: { status: 'REFUND' } }]
    : [...first, ...charge]
}
