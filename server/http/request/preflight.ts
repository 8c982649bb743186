import type { FastifyInstance } from 'fastify'

const maxAgeSeconds = 600

/** What a browser asks before a shop's own page calls the bank: any page may, and with any header. */
export const preflightRoute = (app: FastifyInstance): void => {
  app.options('*', { config: { operation: 'other' } }, ({ headers }, reply) => {
    reply.header(
      'access-control-allow-methods',
      headers['access-control-request-method'] ?? 'GET, HEAD, POST',
    )
    const asked = headers['access-control-request-headers']
    if (asked !== undefined) reply.header('access-control-allow-headers', asked)
    return reply.header('access-control-max-age', maxAgeSeconds).code(204).send()
  })
}
