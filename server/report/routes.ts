import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { idOf, invalid, problem } from '../http/control/problem.ts'
import type { ControlPlugin } from '../http/control/routes.ts'
import { baseOf } from '../http/request/address.ts'
import { kept, openKeptReports } from './kept-reports.ts'
import { readPublished } from './published.ts'

// A whole certify report has 250 kB in each of three languages, the report of a run with its most payments as much.
const bodyLimit = 2 * 1024 * 1024

const tooLarge = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
  if (error.statusCode !== 413) throw error
  const got = request.headers['content-length'] ?? 'more'
  const detail = `got ${got} bytes, expected at most ${bodyLimit}; run fewer cases at once, with --only`
  return problem(reply, 413, 'The report is too large', { detail })
}

/** What `certify`, `verify`, `drift` and runs found out, for people to look at. Of this server, not of a workspace. */
export const reportRoutes: ControlPlugin = async (app) => {
  const keptReports = openKeptReports()
  app.post('/reports', { bodyLimit, errorHandler: tooLarge }, async (request, reply) => {
    const read = readPublished(request.body)
    if ('violations' in read) return invalid(reply, 'The report cannot be shown', read.violations)
    keptReports.add(read)
    const { report, ...summary } = read
    return reply.code(201).send({ ...summary, url: `${baseOf(request)}/_sandbox/#/reports/${read.id}` })
  })
  app.get('/reports', async () => ({ reports: keptReports.all().map(({ report, ...summary }) => summary) }))
  app.get('/reports/:id', async (request, reply) => {
    const found = keptReports.find(idOf(request))
    if (found) return found
    const detail =
      `got ${idOf(request)}; the ${kept} newest are kept, until the sandbox stops; ` +
      'list them: GET /_sandbox/reports'
    return problem(reply, 404, 'Report is not found', { detail })
  })
}
