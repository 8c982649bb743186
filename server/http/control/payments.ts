import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CabinetPayment } from '../../../contracts/cabinet.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import { toTiyn } from '../../../contracts/money.ts'
import { OperationRequest } from '../../../contracts/operation.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import { paged, paymentView } from '../../readings/payments.ts'
import { orderInCabinet } from '../request/order.ts'
import { idOf, invalid, problem, refused } from './problem.ts'

export interface Filters {
  invoiceId?: string
  status?: string
  after?: string
  limit?: string
}

export const limitOf = ({ limit }: Filters): number => Math.min(Math.max(Number(limit) || 100, 1), 1000)
export const filtersOf = (request: FastifyRequest): Filters => request.query as Filters

const notFound = (request: FastifyRequest, reply: FastifyReply) => {
  const detail = `got ${maskSecrets(idOf(request))}; list them: GET /_sandbox/payments`
  return problem(reply, 404, 'Payment is not found', { detail })
}

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
    return found ? paymentView(found) : notFound(request, reply)
  })
  app.post('/payments', async (request, reply) => {
    const violations = violationsOf(CabinetPayment, request.body ?? {})
    if (violations.length > 0) return invalid(reply, 'The payment cannot be taken', violations)
    const { emulator } = await request.workspace()
    const order = orderInCabinet(request.body as CabinetPayment)
    const paid = await emulator.execute({ kind: 'pay in cabinet', order })
    return isRefusal(paid) ? refused(reply, paid) : reply.code(201).send(paymentView(paid))
  })
  // The shop's own calls under /operation/{id}, made at the bank's desk: without a token, and past every rule.
  for (const operation of ['charge', 'cancel', 'refund'] as const) {
    app.post(`/payments/:id/${operation}`, async (request, reply) => {
      const { emulator } = await request.workspace()
      const transaction = idOf(request)
      if (!emulator.state().transactions.has(transaction)) return notFound(request, reply)
      const violations = violationsOf(OperationRequest, request.body ?? {})
      if (violations.length > 0) return invalid(reply, 'The payment cannot be operated on', violations)
      const { amount, externalID: externalId } = (request.body ?? {}) as OperationRequest
      const bodyAmount = amount === undefined ? undefined : toTiyn(amount)
      const moved = await emulator.execute({
        kind: 'operate',
        operation,
        transaction,
        bodyAmount,
        externalId,
      })
      return isRefusal(moved) ? refused(reply, moved) : paymentView(moved)
    })
  }
}
