import type { FastifyInstance } from 'fastify'
import { type Rule, ruleViolations } from '../../../contracts/rule.ts'
import { isRefusal } from '../../core/decision.ts'
import { idOf, invalid, refused } from './problem.ts'

export const ruleRoutes = (app: FastifyInstance): void => {
  app.get('/rules', async (request) => ({ rules: (await request.workspace()).emulator.state().rules }))
  app.post('/rules', async (request, reply) => {
    const violations = ruleViolations(request.body)
    if (violations.length > 0) return invalid(reply, 'The rule cannot be added', violations)
    const { emulator } = await request.workspace()
    const added = await emulator.execute({ kind: 'add rule', rule: request.body as Rule })
    return isRefusal(added) ? refused(reply, added) : reply.code(201).send(added)
  })
  app.delete('/rules', async (request) =>
    (await request.workspace()).emulator.execute({ kind: 'clear rules' }),
  )
  app.delete('/rules/:id', async (request, reply) => {
    const { emulator } = await request.workspace()
    const cleared = await emulator.execute({ kind: 'clear rules', id: idOf(request) })
    return isRefusal(cleared) ? refused(reply, cleared) : cleared
  })
}
