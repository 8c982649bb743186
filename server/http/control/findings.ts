import type { FastifyInstance } from 'fastify'
import { FindingsQuery } from '../../../contracts/control/queries.ts'
import { languageOf } from '../../../contracts/language.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { type FindingsTable, findingView } from '../../readings/findings/table.ts'
import { invalid } from './problem.ts'

/** What the requests of this workspace did not do as the documents say; it outlives a reset, and not the process. */
export const findingRoutes = (app: FastifyInstance, findings: FindingsTable): void => {
  app.get('/findings', async (request, reply) => {
    const query = request.query as { severity?: string; invoiceId?: string; lang?: string }
    const violations = violationsOf(FindingsQuery, query)
    if (violations.length > 0) return invalid(reply, 'The findings cannot be listed so', violations)
    const { name } = await request.workspace()
    const rows = findings
      .rows(name)
      .filter(({ severity }) => query.severity === undefined || severity === query.severity)
      .filter(({ invoices }) => query.invoiceId === undefined || invoices.includes(query.invoiceId))
    return { findings: rows.map((row) => findingView(row, languageOf(query.lang))) }
  })
}
