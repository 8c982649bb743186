import type { Finding } from '../../../contracts/finding.ts'
import { secondMs } from '../../../contracts/time.ts'
import type { Emulator } from '../../workspace/emulator.ts'
import { fastPolling, twoTerminals } from './judge.ts'

/** What no single request shows. */
interface Habits {
  paysAt(client: string, terminal: string): Finding[]
  /** Under a virtual clock all questions may come at the same instant: nobody is in a hurry there. */
  asksFor(invoiceId: string): Finding[]
}

const most = 1_000

/** The newest so many: the oldest is forgotten when one more comes. */
const remember = <Value>(map: Map<string, Value>, key: string, value: Value) => {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

const watch = (emulator: Emulator): Habits => {
  const terminalOf = new Map<string, string>()
  const askedAt = new Map<string, number>()
  return {
    paysAt(client, terminal) {
      const before = terminalOf.get(client)
      if (before !== terminal) remember(terminalOf, client, terminal)
      return before === undefined || before === terminal ? [] : [twoTerminals(client, terminal, before)]
    },
    asksFor(invoiceId) {
      if (emulator.state().clock.mode !== 'system') return []
      const before = askedAt.get(invoiceId)
      const now = emulator.now()
      remember(askedAt, invoiceId, now)
      return before !== undefined && now - before < secondMs ? [fastPolling(invoiceId)] : []
    },
  }
}

const habits = new WeakMap<Emulator, Habits>()

export const habitsOf = (emulator: Emulator): Habits => {
  const known = habits.get(emulator) ?? watch(emulator)
  habits.set(emulator, known)
  return known
}
