import type { Finding, Severity } from '../../../contracts/finding.ts'
import type { Then } from '../../../contracts/rule.ts'
import type { Instant } from '../../../contracts/time.ts'
import type { Violation } from '../../../contracts/violation.ts'
import type { Emulator } from '../../workspace/emulator.ts'

/** One request to the bank's side and its answer, as they went: nothing is hidden or written out until it is read. */
export interface Exchange {
  /** By the clock of the workspace. */
  at: Instant
  /** How long the journal was when the answer went out. */
  seq: number
  method: string
  /** Path and query, without the workspace's prefix. */
  target: string
  /** As routes write it: `/operation/:id/charge`; empty for an address that is none. */
  route: string
  params: Record<string, string>
  request: { headers: Headers; body: unknown; bytes: number }
  answer: { status: number; headers: Headers; body: string; bytes: number }
  durationMs: number
  /** What a rule did to the answer, or to what was asked. */
  override?: Then
  /** False when the connection was closed before the answer was out. */
  sent: boolean
  /** What a page of the bank told the buyer was wrong. */
  problems: Violation[]
  /** What the request itself did not do as the documents say. */
  findings: Found[]
}

/** As it was judged by the quirks of that moment. */
export interface Found {
  finding: Finding
  severity: Severity
}

export type Headers = Record<string, string | string[] | number | undefined>

/** With what only the memory knows. */
export interface Kept extends Exchange {
  id: number
  rule?: string
}

export interface Limits {
  /** Over all workspaces. */
  count: number
  bytes: number
}

/** The newest exchanges of all workspaces; each sees its own. */
export interface Exchanges {
  /** Answers its id. */
  keep(emulator: Emulator, exchange: Exchange): number
  /** Oldest first. */
  of(emulator: Emulator): Kept[]
  find(emulator: Emulator, id: number): Kept | undefined
  /** Called after each; the returned function calls it off. */
  onKept(emulator: Emulator, listener: () => void): () => void
}

interface Room {
  /** A rule is known by its own object: the answer it changes carries that and no id. */
  ruleOf: WeakMap<Then, string>
  listeners: Set<() => void>
}

interface Slot {
  id: number
  room: Room
  exchange: Exchange
  bytes: number
  /** Once somebody has read it. */
  kept?: Kept
}

const keptIn = (slot: Slot): Kept => {
  const { id, room, exchange, kept } = slot
  if (kept) return kept
  const rule = exchange.override && room.ruleOf.get(exchange.override)
  slot.kept = { id, ...exchange, ...(rule ? { rule } : {}) }
  return slot.kept
}

// The answer's headers, the record, and what a string costs beyond its characters.
const overhead = 2_000

const lengthOf = (headers: Headers) => {
  let length = 0
  for (const name in headers) length += name.length + String(headers[name]).length
  return length
}

// A field of a form costs more than the bytes it came in.
const perField = 100

const fieldsIn = (body: unknown) => (body && typeof body === 'object' ? Object.keys(body).length : 0)

/** Of a long body the beginning is kept, and counted as if it were whole. */
const bytesOf = ({ target, request, answer }: Exchange) =>
  overhead +
  target.length +
  lengthOf(request.headers) +
  request.bytes +
  perField * fieldsIn(request.body) +
  answer.body.length

/** A workspace's own; it lives as long as its emulator. */
const openRoom = (emulator: Emulator, forget: (room: Room) => void): Room => {
  const ruleOf = new WeakMap(emulator.state().rules.map(({ then, id }) => [then, id]))
  const room = { ruleOf, listeners: new Set<() => void>() }
  emulator.onEntries((entries) => {
    if (entries.length === 0) forget(room)
    for (const entry of entries) if (entry.kind === 'rule added') ruleOf.set(entry.rule.then, entry.rule.id)
  })
  return room
}

export const createExchanges = (
  { count, bytes }: Limits = { count: 4_000, bytes: 16_000_000 },
): Exchanges => {
  const rooms = new WeakMap<Emulator, Room>()
  // A ring: the slot of an exchange is its number modulo their count.
  const slots: (Slot | undefined)[] = []
  let next = 1
  let oldest = 1
  let held = 0

  const drop = (id: number) => {
    held -= slots[id % count]?.bytes ?? 0
    slots[id % count] = undefined
  }
  const forget = (room: Room) => {
    for (let id = oldest; id < next; id += 1) if (slots[id % count]?.room === room) drop(id)
    for (const listener of room.listeners) listener()
  }
  const roomOf = (emulator: Emulator) => {
    const known = rooms.get(emulator)
    if (known) return known
    const room = openRoom(emulator, forget)
    rooms.set(emulator, room)
    return room
  }

  return {
    keep(emulator, exchange) {
      const room = roomOf(emulator)
      const id = next
      const slot = { id, room, exchange, bytes: bytesOf(exchange) }
      if (next - oldest >= count) drop(oldest++)
      slots[next % count] = slot
      next += 1
      held += slot.bytes
      while (held > bytes && oldest < next) drop(oldest++)
      for (const listener of room.listeners) listener()
      return id
    },
    of(emulator) {
      const room = rooms.get(emulator)
      const found: Kept[] = []
      for (let id = oldest; id < next; id += 1) {
        const slot = slots[id % count]
        if (slot && slot.room === room) found.push(keptIn(slot))
      }
      return found
    },
    find(emulator, id) {
      const slot = slots[id % count]
      return slot?.id === id && slot.room === rooms.get(emulator) ? keptIn(slot) : undefined
    },
    onKept(emulator, listener) {
      const { listeners } = roomOf(emulator)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
