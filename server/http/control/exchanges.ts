import type { FastifyInstance, FastifyReply } from 'fastify'
import { ExchangesQuery } from '../../../contracts/control/queries.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import type { State } from '../../core/state.ts'
import { linksOf } from '../../readings/exchanges/links.ts'
import type { Exchanges, Kept } from '../../readings/exchanges/memory.ts'
import { exchangeLine, exchangeView } from '../../readings/exchanges/view.ts'
import { idOf, invalid, problem } from './problem.ts'

interface Query {
  invoiceId?: string
  paymentId?: string
  after?: string
  limit?: string
}

/** Those that name the payment, and those of its order that name none: its token, its page. */
const concerns = (kept: Kept, state: State, { invoiceId, paymentId }: Query): boolean => {
  const links = linksOf(kept, state)
  if (invoiceId !== undefined && links.invoiceId !== invoiceId) return false
  if (paymentId === undefined || links.paymentId === paymentId) return true
  const order = state.transactions.get(paymentId)?.order
  return (
    links.paymentId === undefined &&
    links.invoiceId !== undefined &&
    links.invoiceId === order?.invoiceId &&
    links.terminal === order.terminal
  )
}

const notFound = (reply: FastifyReply, got: string) => {
  const where = 'list them: GET /_sandbox/exchanges (the newest are kept, and a restart forgets them)'
  const detail = `got ${maskSecrets(got)}; ${where}`
  return problem(reply, 404, 'Exchange is not found', { detail })
}

/** Requests to the bank's side with what was answered: the newest, oldest first. */
export const exchangeRoutes = (app: FastifyInstance, exchanges: Exchanges): void => {
  app.get('/exchanges', async (request, reply) => {
    const query = request.query as Query
    const violations = violationsOf(ExchangesQuery, query)
    if (violations.length > 0) return invalid(reply, 'The exchanges cannot be listed so', violations)
    const { emulator } = await request.workspace()
    const state = emulator.state()
    const after = Number(query.after ?? 0)
    const limit = Number(query.limit ?? 100)
    const found = exchanges.of(emulator).filter((kept) => kept.id > after && concerns(kept, state, query))
    const page = found.slice(0, limit)
    return {
      exchanges: page.map((kept) => exchangeLine(kept, emulator)),
      next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  })
  app.get('/exchanges/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const id = idOf(request)
    const kept = /^\d{1,15}$/.test(id) ? exchanges.find(emulator, Number(id)) : undefined
    return kept ? exchangeView(kept, emulator) : notFound(reply, id)
  })
}
