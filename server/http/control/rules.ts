import type { FastifyInstance } from 'fastify'
import { type Violation, violationsOf } from '../../../contracts/reader.ts'
import { findReason } from '../../../contracts/reason-code.ts'
import { Rule } from '../../../contracts/rule.ts'
import { isRefusal } from '../../core/decision.ts'
import { idOf, invalid, refused } from './problem.ts'

/** A rule as it may be added; also what scenarios are checked with. */
export const ruleViolations = (rule: unknown): Violation[] => {
  const violations = violationsOf(Rule, rule)
  const code = (rule as Rule | undefined)?.then?.reasonCode
  if (violations.length > 0 || code === undefined || (code >= 0 && findReason(code))) return violations
  return [{ where: 'then.reasonCode', came: String(code), expected: 'a code of GET /_sandbox/reason-codes' }]
}

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
