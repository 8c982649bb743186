import type { Test } from 'tap'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { toConfig } from '../../server/config.ts'
import type { RequestFacts } from '../../server/http/answer/trouble.ts'
import { compose } from '../../server/main.ts'
import type { Journal, Unavailable } from '../../server/ports.ts'
import { seedMoment, tokenForm } from '../world.ts'

/** A journal in front of which something can happen. */
export const gatedJournal = (given: Partial<Journal> = {}) => {
  const kept = memoryJournal()
  const gate = { before: async (_: 'read' | 'append'): Promise<void> => {} }
  const journal: Journal = {
    ...kept,
    async read(...asked) {
      await gate.before('read')
      return kept.read(...asked)
    },
    async append(...asked) {
      await gate.before('append')
      return kept.append(...asked)
    },
    ...given,
  }
  return { journal, gate }
}

/** The server without a port, on a journal of the test's own; what it reports is kept. */
export const openGated = async (t: Test, given: Partial<Journal> = {}) => {
  const { journal, gate } = gatedJournal(given)
  const faults: [Error, RequestFacts?][] = []
  const turnedAway: [Unavailable, RequestFacts][] = []
  const stopping = { now: false }
  const { app, workspaces } = await compose(toConfig({ seed: 'test', clock: seedMoment }), {
    journal,
    isStopping: () => stopping.now,
    onFault: (...told) => void faults.push(told),
    onTurnedAway: (...told) => void turnedAway.push(told),
  })
  t.teardown(async () => {
    await app.close()
    await workspaces.close()
  })
  const askToken = (headers: Record<string, string> = {}, prefix = '') =>
    app.inject({ method: 'POST', url: `${prefix}/oauth2/token`, headers, payload: tokenForm() })
  return { app, workspaces, gate, faults, turnedAway, stopping, askToken }
}
