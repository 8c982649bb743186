import type { FastifyInstance } from 'fastify'
import { MerchantsRequest } from '../../../contracts/control/bodies.ts'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { settingsOf } from '../../core/state.ts'
import { digest } from '../../workspace/chance.ts'
import type { Emulator } from '../../workspace/emulator.ts'
import { knownClients, orphans, toTerminal } from '../../workspace/merchants.ts'
import { invalid } from './problem.ts'

const violationsIn = (emulator: Emulator, body: unknown): Violation[] => {
  const violations = violationsOf(MerchantsRequest, body)
  if (violations.length > 0) return violations
  const { clients, terminals = [] } = body as MerchantsRequest
  return orphans(terminals, knownClients(emulator.state(), clients))
}

/** Merchants of the workspace's own, beside the documented ones; the same id again changes one. */
export const merchantRoutes = (app: FastifyInstance): void => {
  app.post('/merchants', async (request, reply) => {
    const { emulator } = await request.workspace()
    const violations = violationsIn(emulator, request.body)
    if (violations.length > 0) return invalid(reply, 'The merchants cannot be added', violations)
    const asked = request.body as MerchantsRequest
    const { seed } = settingsOf(emulator.state())
    await emulator.execute({
      kind: 'add merchants',
      clients: (asked.clients ?? []).map(({ id, secret }) => ({ id, secretDigest: digest(seed, secret) })),
      terminals: (asked.terminals ?? []).map(toTerminal),
    })
    const { clients, terminals } = settingsOf(emulator.state())
    return reply.code(201).send({ clients: clients.map(({ id }) => id), terminals })
  })
}
