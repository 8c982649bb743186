import type { FastifyInstance } from 'fastify'
import { Unavailable } from '../../ports.ts'
import type { FindingsTable } from '../../readings/findings/table.ts'
import type { CountersByWorkspace } from '../../readings/metrics/counters.ts'
import { defaultWorkspace, type Workspaces } from '../../workspace/workspaces.ts'
import { problem } from './problem.ts'

export interface OperatingParts {
  workspaces: Workspaces
  counters: CountersByWorkspace
  findings: FindingsTable
  isStopping?(): boolean
}

const missing = async ({ workspaces, isStopping }: OperatingParts): Promise<string | undefined> => {
  if (isStopping?.()) return 'the sandbox is stopping'
  const stuck = workspaces.stuck()
  if (stuck !== undefined) return stuck
  try {
    // Reads what others wrote to a journal that is shared.
    await workspaces.get(defaultWorkspace)
    return undefined
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    return error.message
  }
}

/** What anyone who keeps the server running asks; about all of it, whichever workspace is asked. */
export const operatingRoutes = (app: FastifyInstance, parts: OperatingParts): void => {
  const { workspaces, counters, findings } = parts
  // Loaded at the first scrape: a start waits for nobody's library.
  let opening: Promise<{ contentType: string; text(): Promise<string> }> | undefined
  app.get('/metrics', async (_, reply) => {
    opening ??= import('../../readings/metrics/prometheus.ts').then(({ openMetrics }) =>
      openMetrics(workspaces, counters, findings),
    )
    const { contentType, text } = await opening
    return reply
      .type(contentType)
      .header('cache-control', 'no-store')
      .send(await text())
  })
  app.get('/ready', { config: { statusForAnybody: true } }, async ({ isStranger }, reply) => {
    reply.header('cache-control', 'no-store')
    const detail = await missing(parts)
    if (detail === undefined) return { status: 'ready' }
    return problem(reply, 503, 'Not ready', { detail: isStranger ? 'ask with the control token' : detail })
  })
}
