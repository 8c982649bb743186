import type { FastifyInstance, onResponseHookHandler } from 'fastify'
import { type Operation, operations } from '../../../contracts/operations.ts'
import type { CountersByWorkspace } from '../../readings/metrics/counters.ts'
import { defaultWorkspace } from '../../workspace/workspaces.ts'

const ids = new Map(
  Object.entries(operations as Record<string, Operation>).flatMap(([id, { paths }]) =>
    paths.map((path) => [path, id]),
  ),
)

// What the table of operations does not know is told by the folder it lives in.
const folders: [RegExp, string][] = [
  [/^\/_sandbox\b/, 'control'],
  [/^\/(redesign-)?payform\b/, 'page'],
  [/^\/acs\b|^(\/api)?\/payments?\//, 'issuer'],
]

const operationOf = (url: string): string =>
  ids.get(url) ?? folders.find(([pattern]) => pattern.test(url))?.[1] ?? 'other'

/** Counts every answer under its operation. The name is found once a route, not once a request. */
export const meterRequests = (app: FastifyInstance, counters: CountersByWorkspace): void => {
  app.addHook('onRoute', (route) => {
    const operation = operationOf(route.url)
    const count: onResponseHookHandler = (request, reply, done) => {
      const answered = { status: reply.statusCode, ms: reply.elapsedTime }
      counters.request(request.raw.workspaceName ?? defaultWorkspace, operation, answered)
      done()
    }
    route.onResponse = [count, route.onResponse ?? []].flat()
  })
}
