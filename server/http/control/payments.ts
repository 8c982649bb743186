import type { FastifyInstance, FastifyRequest } from 'fastify'
import { idOf, problem } from './problem.ts'
import { paged, paymentView } from './readings.ts'

export interface Filters {
  invoiceId?: string
  status?: string
  after?: string
  limit?: string
}

export const limitOf = ({ limit }: Filters): number => Math.min(Math.max(Number(limit) || 100, 1), 1000)
export const filtersOf = (request: FastifyRequest): Filters => request.query as Filters

export const paymentRoutes = (app: FastifyInstance): void => {
  app.get('/payments', async (request) => {
    const query = filtersOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().transactions.values()].filter(
      ({ order, status }) =>
        (query.invoiceId === undefined || order.invoiceId === query.invoiceId) &&
        (query.status === undefined || status === query.status),
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { payments: page.map(paymentView), next }
  })
  app.get('/payments/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const found = emulator.state().transactions.get(idOf(request))
    if (found) return paymentView(found)
    const detail = `came ${idOf(request)}; list them: GET /_sandbox/payments`
    return problem(reply, 404, 'Payment is not found', { detail })
  })
}
