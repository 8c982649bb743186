import type { CommandKind } from '../core/command.ts'
import type { State } from '../core/state.ts'
import { Busy } from '../ports.ts'

// A queue grows to this length only where the journal is slower than the requests.
const longestQueue = 2_000

// A limit for memory: payments that may not be forgotten yet. With a larger --retain there is more memory to use.
const maxPayments = (retain: number) => Math.max(100_000, retain * 5)

/** Nobody repeats these: an alarm that rang, an answer from a merchant. Taken however long the queue is. */
const owed = new Set<CommandKind>(['ring', 'take answer'])

export interface Load {
  workspace: string
  state: State
  /** Commands that wait for their turn. */
  waiting: number
}

/** Throws Busy when more waits, or must be remembered, than a workspace takes on. */
export const admit = (kind: CommandKind, { workspace, state, waiting }: Load): void => {
  if (owed.has(kind)) return
  if (waiting >= longestQueue) {
    const reason = `${longestQueue} requests to workspace ${workspace} wait already: try again in a second`
    throw new Busy('commands', reason)
  }
  // Every payment begins with a token: those that have one may go on.
  const payments = state.paymentLine.size()
  if (kind !== 'issue token' || payments < maxPayments(state.settings?.retain ?? 0)) return
  const reason =
    `workspace ${workspace} remembers ${payments} payments and can forget none, because they are held or their ` +
    'postlinks are still owed: let the shop answer, advance the clock, reset, or start with a larger --retain'
  throw new Busy('payments', reason, { retryAfter: 60 })
}
