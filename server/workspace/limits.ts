import type { CommandKind } from '../core/command.ts'
import type { State } from '../core/state.ts'
import { Busy } from '../ports.ts'

// As many wait only where the journal is slower than the requests come.
const longestQueue = 2_000

// So many payments that cannot be forgotten fill the memory; whoever retains many has more of it.
const crowd = (retain: number) => Math.max(100_000, retain * 5)

/** Told by the world, not asked by anybody who could ask again: kept however long the queue. */
const owed = new Set<CommandKind>(['ring', 'take answer'])

export interface Door {
  workspace: string
  state: State
  /** Commands that wait for their turn. */
  waiting: number
}

/** Throws Busy when more waits, or must be remembered, than a workspace takes on. */
export const admit = (kind: CommandKind, { workspace, state, waiting }: Door): void => {
  if (owed.has(kind)) return
  if (waiting >= longestQueue) {
    const told = `${longestQueue} requests to workspace ${workspace} wait already: try again in a second`
    throw new Busy('commands', told)
  }
  // Every payment begins with a token: those that have one may go on.
  const payments = state.paymentLine.size()
  if (kind !== 'issue token' || payments < crowd(state.settings?.retain ?? 0)) return
  const told =
    `workspace ${workspace} remembers ${payments} payments and can forget none, because they are held or their ` +
    'postlinks are still owed: let the shop answer, advance the clock, reset, or start with a larger --retain'
  throw new Busy('payments', told, { retryAfter: 60 })
}
