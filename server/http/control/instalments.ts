import type { FastifyInstance } from 'fastify'
import { fromTiyn } from '../../../contracts/money.ts'
import type { Instalment } from '../../core/state.ts'
import { paged } from '../../readings/payments.ts'
import { baseOf } from '../request/address.ts'
import { filtersOf, limitOf } from './payments.ts'

const view = ({ id, order, status, condition, at }: Instalment, base: string) => ({
  id,
  invoiceId: order.invoiceId,
  status,
  amount: fromTiyn(order.amount),
  currency: order.currency,
  terminal: order.terminal,
  months: condition.monthCount,
  interestRate: condition.interestRate,
  url: `${base}/homebank/instalment/${id}`,
  createdAt: new Date(at).toISOString(),
})

/** Purchases that the bank pays and the buyer pays off, with the page that stands in for the bank's app. */
export const instalmentListRoutes = (app: FastifyInstance): void => {
  app.get('/instalments', async (request) => {
    const query = filtersOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().instalments.values()].filter(
      ({ order, status }) =>
        (query.invoiceId === undefined || order.invoiceId === query.invoiceId) &&
        (query.status === undefined || status === query.status),
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { instalments: page.map((one) => view(one, baseOf(request))), next }
  })
}
