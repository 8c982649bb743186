import type { FastifyRequest } from 'fastify'

const bearer = /^\s*bearer\s+(\S+)\s*$/i

/** `Authorization`, or `Authorize`, as the page of saved cards spells it; the scheme in any letter case. */
export const accessTokenOf = ({ headers }: FastifyRequest): string => {
  const header = headers.authorization ?? headers.authorize
  return bearer.exec(typeof header === 'string' ? header : '')?.[1] ?? ''
}

const basic = /^\s*basic\s+([A-Za-z0-9+/=_-]+)\s*$/i

/** Client id and secret of HTTP Basic, for what the body of a token request does not say itself. */
export const basicCredentials = ({ headers }: FastifyRequest): Record<string, string> => {
  const encoded = basic.exec(headers.authorization ?? '')?.[1]
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? {} : { client_id: text.slice(0, colon), client_secret: text.slice(colon + 1) }
}

/** The buyer's own sign-in to the bank; whose it is, no sandbox can know, so any text is good. */
export const isSignedIn = ({ headers }: FastifyRequest): boolean =>
  bearer.test(String(headers['x-homebank-auth'] ?? ''))
