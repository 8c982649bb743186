import type { FastifyInstance } from 'fastify'
import { paged } from '../../readings/payments.ts'
import { settlementView, statementCsv, statementOf } from '../../readings/settlements.ts'
import { limitOf } from './payments.ts'
import { idOf, problem } from './problem.ts'

interface Asked {
  terminal?: string
  date?: string
  after?: string
  limit?: string
  format?: string
}

/** What was paid out, for reconciliation jobs: the bank sends statements, and no call of its own for them is known. */
export const settlementRoutes = (app: FastifyInstance): void => {
  app.get('/settlements', async (request) => {
    const { terminal, date, after, limit } = request.query as Asked
    const { emulator } = await request.workspace()
    const found = [...emulator.state().settlements.values()].filter(
      (settlement) =>
        (terminal === undefined || settlement.terminal === terminal.toLowerCase()) &&
        (date === undefined || settlementView(settlement).date === date),
    )
    const { page, next } = paged(found, after, limitOf({ limit }))
    return { settlements: page.map(settlementView), next }
  })
  app.get('/settlements/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const { format = request.headers.accept?.includes('text/csv') ? 'csv' : 'json' } = request.query as Asked
    const found = emulator.state().settlements.get(idOf(request))
    if (!found) {
      const detail = `got ${idOf(request)}; list them: GET /_sandbox/settlements`
      return problem(reply, 404, 'Payout is not found', { detail })
    }
    if (format === 'json') return statementOf(found)
    if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(statementCsv(found))
    return problem(reply, 400, 'The format is not known', { detail: `got ${format}, expected json or csv` })
  })
}
