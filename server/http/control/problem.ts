import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Violation } from '../../../contracts/reader.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'

/** RFC 9457: every error of the control API, with where it is, what it got and what was expected. */
export const problem = (
  reply: FastifyReply,
  status: number,
  title: string,
  words: { detail: string; violations?: Violation[] },
) =>
  reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title, status, detail: words.detail, violations: words.violations ?? [] })

export const invalid = (reply: FastifyReply, title: string, violations: Violation[]) => {
  const words = violations.map(({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`)
  return problem(reply, 400, title, { detail: words.join('. '), violations })
}

export const refused = (reply: FastifyReply, { refused, field, got, expected }: Refusal) => {
  const { status, message, fix } = refusals[refused]
  const violations = field ? [{ where: field, got: got ?? 'nothing', expected: expected ?? fix }] : []
  return problem(reply, status, message, { detail: fix, violations })
}

export const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id
