import type { FastifyRequest } from 'fastify'

const bearer = /^\s*bearer\s+(\S+)\s*$/i

/** `Authorization`, or `Authorize`, as the page of saved cards spells it; the scheme in any letter case. */
export const accessTokenOf = ({ headers }: FastifyRequest): string => {
  const header = headers.authorization ?? headers.authorize
  return bearer.exec(typeof header === 'string' ? header : '')?.[1] ?? ''
}
