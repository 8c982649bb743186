import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Where a listening server can be reached from this machine: a wildcard address is listened to, never dialled. */
export const addressOf = (app: FastifyInstance): string => {
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server is not listening on a port')
  const { address, port, family } = bound
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${family === 'IPv6' && host === address ? `[${host}]` : host}:${port}`
}

/** `/w/<name>` of another workspace, or nothing. */
export const prefixOf = ({ raw }: FastifyRequest): string =>
  raw.workspaceName ? `/w/${raw.workspaceName}` : ''

/** How the asker reached this workspace: what links in answers start with. */
export const baseOf = (request: FastifyRequest): string =>
  `${request.raw.scheme ?? request.protocol}://${request.headers.host ?? 'localhost'}${prefixOf(request)}`

/** Where a QR code leads: the page that stands in for the bank's app. */
export const scanUrl = (base: string, billNumber: string): string =>
  `${base}/homebank/?${new URLSearchParams({ billNumber })}`
