import { piecesOf } from '../core/snapshot.ts'
import { type Journal, JournalError } from '../ports.ts'
import type { Emulator } from './emulator.ts'
import { form } from './recall.ts'

// Writing one takes as long as its state is large: so may replaying what came after it.
const perPayment = 2
// At the end of a process nobody waits for an answer: it is worth it sooner.
const soonerAtEnd = 10

export interface KeeperParts {
  journal: Journal
  name: string
  emulator: Emulator
  /** How many entries there are at least between two. */
  snapshotEvery?: number
  onFault?(error: Error): void
}

export interface SnapshotKeeper {
  /** Before the journal closes. */
  finish(): void
}

/** Writes down what a workspace has come to, now and then, a piece at a time. */
export const keepSnapshots = ({
  journal,
  name,
  emulator,
  snapshotEvery = 5_000,
  onFault = () => {},
}: KeeperParts): SnapshotKeeper => {
  const { snapshots } = journal
  if (!snapshots) return { finish: () => {} }
  let last = snapshots.find(name, form)?.seq ?? 0
  let writing: Generator<undefined> | undefined

  function* write(store: typeof snapshots & object) {
    last = emulator.place().seq
    const pieces = piecesOf(emulator.state())
    const writer = store.begin(name, form, last)
    for (const piece of pieces) {
      yield
      writer.add(JSON.stringify(piece))
    }
    writer.finish()
  }
  const goOn = () => {
    try {
      if (writing?.next().done) writing = undefined
    } catch (error) {
      writing = undefined
      // It can be done without: the next entry tells what ails the journal.
      if (!(error instanceof JournalError)) onFault(error as Error)
    }
  }
  const step = () => {
    goOn()
    if (writing) setImmediate(step)
  }
  const look = () => {
    const { seq } = emulator.place()
    if (seq < last) last = 0
    if (writing || seq - last < snapshotEvery + perPayment * emulator.state().transactions.size) return
    writing = write(snapshots)
    step()
  }
  emulator.onEntries(look)
  look()

  return {
    finish() {
      if (!writing && emulator.place().seq - last >= snapshotEvery / soonerAtEnd) writing = write(snapshots)
      while (writing) goOn()
    },
  }
}
