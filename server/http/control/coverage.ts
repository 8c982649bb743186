import type { FastifyInstance } from 'fastify'
import { CoverageQuery } from '../../../contracts/control/queries.ts'
import { languageOf } from '../../../contracts/language.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { type CoverageTable, coverageView } from '../../readings/coverage/table.ts'
import { invalid } from './problem.ts'

/** Which behaviours of the bank were met here; it outlives a reset, and not the process. */
export const coverageRoutes = (app: FastifyInstance, coverage: CoverageTable): void => {
  app.get('/coverage', async (request, reply) => {
    const query = request.query as { workspaces?: 'all'; lang?: string }
    const violations = violationsOf(CoverageQuery, query)
    if (violations.length > 0) return invalid(reply, 'The coverage cannot be shown so', violations)
    const { name } = await request.workspace()
    const reading = coverage.reading(query.workspaces === 'all' ? undefined : name)
    return coverageView(reading, languageOf(query.lang))
  })
}
