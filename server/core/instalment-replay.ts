import type { EntryBody } from '../../contracts/entry.ts'
import type { MutableState } from './state.ts'

/** What entries about purchases in instalments make of a state. */

type Of<K extends EntryBody['kind']> = Extract<EntryBody, { kind: K }>

export const keepInstalment = (state: MutableState, { instalment, nextAt }: Of<'instalment asked'>): void => {
  state.instalments.set(instalment.id, { ...instalment, status: 'NEW' })
  state.alarms.set({ what: 'instalment due', id: instalment.id, at: nextAt })
}

export const moveInstalment = (state: MutableState, entry: Of<'instalment moved'>): void => {
  const { instalment: id, status, nextAt, opened } = entry
  const instalment = state.instalments.get(id)
  if (!instalment) return
  instalment.status = status
  if (opened) instalment.opened = true
  if (nextAt === undefined) state.alarms.clear('instalment due', id)
  else state.alarms.set({ what: 'instalment due', id, at: nextAt })
}
