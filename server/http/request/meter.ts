import type { FastifyInstance } from 'fastify'
import type { CountersByWorkspace } from '../../readings/metrics/counters.ts'
import { defaultWorkspace } from '../../workspace/workspaces.ts'
import { routeOf } from './route.ts'

/** Counts every answer under the operation that its route names. */
export const meterRequests = (app: FastifyInstance, counters: CountersByWorkspace): void => {
  app.addHook('onResponse', (request, reply, done) => {
    const operation = request.is404 ? 'unknown' : (routeOf(request).operation ?? 'other')
    const answered = { status: reply.statusCode, ms: reply.elapsedTime }
    counters.request(request.raw.workspaceName ?? defaultWorkspace, operation, answered)
    done()
  })
}
