import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { Type } from '../../../contracts/schema.ts'
import { ClientRequest, TerminalRequest } from '../../../contracts/workspace.ts'
import { digest } from '../../chance.ts'
import { settingsOf } from '../../core/state.ts'
import type { Emulator } from '../../emulator.ts'
import { joined, orphans, toTerminal } from '../../merchants.ts'
import { invalid } from './problem.ts'

const MerchantsRequest = Type.Object(
  {
    clients: Type.Optional(Type.Array(ClientRequest)),
    terminals: Type.Optional(Type.Array(TerminalRequest)),
  },
  { additionalProperties: false, minProperties: 1 },
)
type MerchantsRequest = Static<typeof MerchantsRequest>

const clientsOf = (emulator: Emulator, { clients = [] }: MerchantsRequest) => {
  const { world } = emulator.state()
  const known = [...world.clients, ...settingsOf(emulator.state()).clients, ...clients]
  return [...new Set(known.map(({ id }) => id))]
}

const violationsIn = (emulator: Emulator, body: unknown): Violation[] => {
  const violations = violationsOf(MerchantsRequest, body)
  if (violations.length > 0) return violations
  const asked = body as MerchantsRequest
  return orphans(asked.terminals ?? [], clientsOf(emulator, asked))
}

/** From now on the settings are the workspace's own: a restart with other options keeps them. */
const add = (emulator: Emulator, { clients = [], terminals = [] }: MerchantsRequest) => {
  const settings = settingsOf(emulator.state())
  const digests = clients.map(({ id, secret }) => ({ id, secretDigest: digest(settings.seed, secret) }))
  return emulator.execute({
    kind: 'open workspace',
    settings: {
      ...settings,
      clients: joined(settings.clients, digests),
      terminals: joined(settings.terminals, terminals.map(toTerminal)),
      own: true,
    },
  })
}

/** Merchants of the workspace's own, beside the documented ones; the same id again changes one. */
export const merchantRoutes = (app: FastifyInstance): void => {
  // Settings are read, changed and written back: two requests at once must not undo each other.
  const turns = new WeakMap<Emulator, Promise<unknown>>()
  app.post('/merchants', async (request, reply) => {
    const { emulator } = await request.workspace()
    const violations = violationsIn(emulator, request.body)
    if (violations.length > 0) return invalid(reply, 'The merchants cannot be added', violations)
    const turn = Promise.resolve(turns.get(emulator)).then(() =>
      add(emulator, request.body as MerchantsRequest),
    )
    turns.set(
      emulator,
      turn.catch(() => {}),
    )
    await turn
    const { clients, terminals } = settingsOf(emulator.state())
    return reply.code(201).send({ clients: clients.map(({ id }) => id), terminals })
  })
}
