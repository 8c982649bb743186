import { Unavailable } from '../ports.ts'
import { takeTurns } from './command-queue.ts'
import { openProgress, type ProgressParts } from './progress.ts'

const deleted = (workspace: string) =>
  new Unavailable(`workspace ${workspace} was deleted before this was done: ask again, and it begins anew`)

/** Does what a workspace is asked, one after the other; notices when nothing gets on, and does nothing once closed. */
export const openWorker = (parts: ProgressParts) => {
  const turns = takeTurns()
  const progress = openProgress(parts)
  let isClosed = false
  return {
    async inTurn<T>(work: () => T | Promise<T>): Promise<T> {
      const turn = turns.come()
      if (turn) await turn
      progress.begin()
      try {
        if (isClosed) throw deleted(parts.workspace)
        const working = work()
        const done = working instanceof Promise ? await working : working
        progress.end()
        return done
      } catch (error) {
        progress.end(error)
        throw error
      } finally {
        turns.leave()
      }
    },
    waiting: turns.waiting,
    stuck: progress.stuck,
    isClosed: () => isClosed,
    close() {
      isClosed = true
    },
  }
}
