import type { FastifyInstance } from 'fastify'
import { fromTiyn } from '../../../contracts/money.ts'
import { isRefusal } from '../../core/decision.ts'
import type { Subscription } from '../../core/state.ts'
import { paged } from '../../readings/payments.ts'
import { filtersOf, limitOf } from './payments.ts'
import { idOf, refused } from './problem.ts'

const iso = (at: number) => new Date(at).toISOString()

const view = ({ id, order, frequency, charges, nextAt, endsAt, ended, assumed }: Subscription) => ({
  id,
  invoiceId: order.invoiceId,
  status: (ended ?? 'active').toUpperCase(),
  frequency,
  amount: fromTiyn(order.amount),
  currency: order.currency,
  charges,
  nextAt: ended ? null : iso(nextAt),
  endsAt: iso(endsAt),
  assumed,
})

/** What a merchant sees and does in the bank's cabinet: no call of the bank for it is known. */
export const subscriptionRoutes = (app: FastifyInstance): void => {
  app.get('/subscriptions', async (request) => {
    const query = filtersOf(request)
    const { emulator } = await request.workspace()
    const found = [...emulator.state().subscriptions.values()].filter(
      ({ order }) => query.invoiceId === undefined || order.invoiceId === query.invoiceId,
    )
    const { page, next } = paged(found, query.after, limitOf(query))
    return { subscriptions: page.map(view), next }
  })
  app.post('/subscriptions/:id/cancel', async (request, reply) => {
    const { emulator } = await request.workspace()
    const subscription = idOf(request)
    const answer = await emulator.execute({ kind: 'cancel subscription', subscription })
    if (isRefusal(answer)) return refused(reply, answer)
    return view(emulator.state().subscriptions.get(subscription) as Subscription)
  })
}
