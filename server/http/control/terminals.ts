import type { FastifyInstance } from 'fastify'
import { TerminalSettings } from '../../../contracts/cabinet.ts'
import { joined, type Terminal } from '../../../contracts/merchant.ts'
import { violationsOf } from '../../../contracts/reader.ts'
import { isRefusal } from '../../core/decision.ts'
import { type State, settingsOf } from '../../core/state.ts'
import { terminalOf } from '../../core/terminal.ts'
import { idOf, invalid, refused } from './problem.ts'

const terminalsIn = (state: State): Terminal[] =>
  joined(state.world.terminals, settingsOf(state).terminals).flatMap(({ id }) => terminalOf(state, id) ?? [])

const view = ({ source: _, sharedTest: __, ...terminal }: Terminal) => terminal

/** The cabinet's settings of each point of sale. */
export const terminalRoutes = (app: FastifyInstance): void => {
  app.get('/terminals', async (request) => {
    const { emulator } = await request.workspace()
    return { terminals: terminalsIn(emulator.state()).map(view) }
  })
  app.post('/terminals/:id', async (request, reply) => {
    const violations = violationsOf(TerminalSettings, request.body ?? {})
    if (violations.length > 0) return invalid(reply, 'The terminal cannot be switched', violations)
    const { stages } = request.body as TerminalSettings
    const { emulator } = await request.workspace()
    const switched = await emulator.execute({ kind: 'switch stages', terminal: idOf(request), stages })
    return isRefusal(switched) ? refused(reply, switched) : switched
  })
}
