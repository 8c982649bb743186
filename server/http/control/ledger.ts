import type { FastifyInstance } from 'fastify'
import { checkJournal, checkLedger } from '../../core/ledger.ts'

/** Whether the books balance: after a long run of tests, one call says that the sandbox itself stayed right. */
export const ledgerRoutes = (app: FastifyInstance): void => {
  app.get('/ledger/check', async (request) => {
    const { emulator } = await request.workspace()
    const entries = await emulator.entries()
    const state = emulator.state()
    const violations = [...checkLedger(state), ...checkJournal(state, entries)]
    return { ok: violations.length === 0, violations }
  })
}
