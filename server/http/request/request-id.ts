import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { holdsSecret } from '../../../contracts/mask.ts'
import type { Instant } from '../../../contracts/time.ts'

// What may be repeated in a header and in a line of a log.
const wellFormed = /^[\w.:+/=@-]{1,128}$/

/**
 * The asker's own id if it is well-formed and no card number or token; otherwise a number, after the start, so that
 * no two runs share one.
 */
export const requestIds = (startedAt: Instant = 0): ((raw: IncomingMessage) => string) => {
  const start = startedAt.toString(36)
  let count = 0
  return ({ headers }) => {
    const given = headers['x-request-id']
    if (typeof given === 'string' && wellFormed.test(given) && !holdsSecret(given)) return given
    count += 1
    return `${start}-${count.toString(36)}`
  }
}

/** What happens while a request is answered can be told apart, where somebody wants to. */
export const nameWithin = (
  app: FastifyInstance,
  within: ((request: string, run: () => void) => void) | undefined,
): void => {
  // Not before the body is there: the rest of it arrives on the connection's account.
  if (within) app.addHook('preHandler', (request, _, done) => within(request.id, done))
}
