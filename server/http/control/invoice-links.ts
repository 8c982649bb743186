import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CabinetLink } from '../../../contracts/cabinet.ts'
import { fromTiyn } from '../../../contracts/money.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import type { InvoiceLink } from '../../core/state.ts'
import { paged } from '../../readings/payments.ts'
import { baseOf } from '../request/address.ts'
import { orderInCabinet } from '../request/order.ts'
import { filtersOf, limitOf } from './payments.ts'
import { idOf, invalid, problem, refused } from './problem.ts'

const view = ({ id, order, at, expiresAt, ended }: InvoiceLink, base: string) => ({
  id,
  invoiceId: order.invoiceId,
  status: ended === 'paid' ? 'CHARGED' : (ended ?? 'active').toUpperCase(),
  amount: fromTiyn(order.amount),
  currency: order.currency,
  terminal: order.terminal,
  accountId: order.accountId,
  url: `${base}/api/redirect/invoice-link/${id}`,
  createdAt: new Date(at).toISOString(),
  expiresAt: new Date(expiresAt).toISOString(),
})

const notFound = (request: FastifyRequest, reply: FastifyReply) => {
  const detail = `got ${idOf(request)}; list them: GET /_sandbox/invoice-links`
  return problem(reply, 404, 'Payment link is not found', { detail })
}

/** What a merchant sees and does in the bank's cabinet: no call of the bank for it is known. */
export const invoiceLinkRoutes = (app: FastifyInstance): void => {
  app.get('/invoice-links', async (request) => {
    const query = filtersOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().links.values()].filter(
      ({ order }) => query.invoiceId === undefined || order.invoiceId === query.invoiceId,
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { invoiceLinks: page.map((link) => view(link, baseOf(request))), next }
  })
  app.post('/invoice-links', async (request, reply) => {
    const violations = violationsOf(CabinetLink, request.body ?? {})
    if (violations.length > 0) return invalid(reply, 'The link cannot be made', violations)
    const { expirePeriod, ...asked } = request.body as CabinetLink
    const { emulator } = await request.workspace()
    const made = await emulator.execute({
      kind: 'make link in cabinet',
      order: orderInCabinet(asked),
      ...(expirePeriod ? { expirePeriod } : {}),
    })
    return isRefusal(made) ? refused(reply, made) : reply.code(201).send(view(made, baseOf(request)))
  })
  app.get('/invoice-links/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const found = emulator.state().links.get(idOf(request))
    if (found) return view(found, baseOf(request))
    return notFound(request, reply)
  })
  app.post('/invoice-links/:id/cancel', async (request, reply) => {
    const { emulator } = await request.workspace()
    const link = idOf(request)
    if (!emulator.state().links.has(link)) return notFound(request, reply)
    const answer = await emulator.execute({ kind: 'cancel invoice link', link })
    if (isRefusal(answer)) return refused(reply, answer)
    return view(emulator.state().links.get(link) as InvoiceLink, baseOf(request))
  })
}
