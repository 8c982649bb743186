import { quirksShownBy, type Use } from '../../../contracts/behaviour.ts'
import { type OperationId, operations } from '../../../contracts/operations.ts'
import type { Quirks } from '../../../contracts/quirk.ts'
import { refusals } from '../../../contracts/refusal.ts'
import type { Then } from '../../../contracts/rule.ts'
import type { Room } from './table.ts'

/** What an answer of the bank's side shows; most of it leaves no entry in the journal. */
export interface Answered {
  operation: OperationId
  status: number
  body: string
  sent: boolean
  override?: Then
}

const faultOf = ({ answer, delayMs }: Then): string | undefined => {
  if (answer === undefined) return delayMs ? 'slow' : undefined
  if (typeof answer === 'string') return answer
  return 'status' in answer ? 'http' : 'slow'
}

/** What check-status says of an order. */
const statusIn = (body: string): string | undefined =>
  /"statusName":"(\w+)"/.exec(body)?.[1] ?? /"resultCode":"(102)"/.exec(body)?.[1]

const refusedIn = (operation: OperationId, body: string) => {
  const text = /"message":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? ''
  // The longest that fits: one message may begin with another.
  return operations[operation].refusals
    .filter((name) => text.startsWith(refusals[name].message))
    .toSorted((one, other) => refusals[other].message.length - refusals[one].message.length)[0]
}

/** Both refusals say the same on the wire. */
const sameOnTheWire: Record<string, string> = { 'client unknown': 'secret wrong' }

/** The settings of a workspace are one object until they change: what they are called is written once. */
const keysOf = new WeakMap<Quirks, Map<Use, string[]>>()

const quirkKeys = (quirks: Quirks, use: Use): string[] => {
  const known = keysOf.get(quirks) ?? new Map<Use, string[]>()
  keysOf.set(quirks, known)
  const keys = known.get(use) ?? quirksShownBy(use).map((name) => `${name}=${quirks[name]}`)
  known.set(use, keys)
  return keys
}

export const showQuirks = (room: Room, use: Use, quirks: Quirks | undefined): void => {
  if (quirks) for (const key of quirkKeys(quirks, use)) room.meet(use, key)
}

export const noteAnswer = (room: Room, answered: Answered, quirks: Quirks | undefined): void => {
  const { operation, status, body, sent, override } = answered
  room.use(operation)
  const fault = override && faultOf(override)
  if (fault) room.meet(operation, fault)
  if (!sent || (fault && fault !== 'slow')) return
  if (status >= 400) {
    const refused = refusedIn(operation, body)
    if (refused) room.meet(operation, sameOnTheWire[refused] ?? refused)
    return
  }
  room.meet(operation, 'answered')
  showQuirks(room, operation, quirks)
  const said = operation === 'status' && statusIn(body)
  if (said) room.meet('status', `answers ${said}`)
}
