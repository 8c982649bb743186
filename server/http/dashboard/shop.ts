import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Workspace } from '../../workspace/workspaces.ts'
import { forbid } from '../control/guard.ts'
import { problem } from '../control/problem.ts'
import { addressOf, baseOf, prefixOf } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'

const publicUrlOf = (request: FastifyRequest) => `${baseOf(request)}/_sandbox/shop`

type Shop = ReturnType<typeof import('../../../fixtures/shops/node/shop.js').createShop>

const openShop = async (
  app: FastifyInstance,
  request: FastifyRequest,
  { emulator }: Workspace,
): Promise<Shop> => {
  const { createShop } = await import('../../../fixtures/shops/node/shop.js')
  const { terminals, clients } = emulator.state().world
  const terminal = terminals[0]
  const client = clients.find(({ id }) => id === terminal?.client)
  if (!terminal || !client) throw new Error('the sample shop needs a terminal with its client')
  const prefix = prefixOf(request)
  const own = `${addressOf(app)}${prefix}`
  return createShop({
    oauthUrl: `${own}/epay2/oauth2/token`,
    apiUrl: `${own}/api`,
    // From wherever the page came: no Host of anybody's may choose whose script runs in it.
    paymentApiJsUrl: `${prefix}/payform/payment-api.js`,
    clientId: client.id,
    clientSecret: client.secret,
    terminal: terminal.id,
    publicUrl: publicUrlOf(request),
    postLinkUrl: `${own}/_sandbox/shop/postlink`,
    dashboardUrl: `${prefix}/_sandbox/`,
  })
}

/** Its scripts and styles are written into its pages, as in many a small shop; others than ours are not loaded. */
const shopPolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self' http: https:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The shop knows its whole address (routing took the workspace's prefix off) and reads what was let in. */
const asSeenBySandbox = (request: FastifyRequest) => {
  const { originalUrl: url, method, body, headers } = request
  // Each buyer comes back to where it came from: the first visitor's Host is nobody else's.
  const publicUrl = publicUrlOf(request)
  return Object.assign(Readable.from(Buffer.isBuffer(body) ? [body] : []), {
    url,
    method,
    headers,
    publicUrl,
  })
}

/** The sample shop of fixtures/, one per workspace, speaking HTTP to this server like any merchant. */
export const shopRoutes = async (
  app: FastifyInstance,
  { controlToken }: { controlToken?: string },
): Promise<void> => {
  describeRoutes(app, { operation: 'control', kept: false })
  const shops = new Map<string, Promise<Shop>>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    // Bound beyond loopback it is open to every buyer; on loopback no other name or site may use it.
    const forbidden = controlToken === undefined ? forbid(request, undefined) : undefined
    if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden)
    const workspace = await request.workspace()
    const shop = shops.get(workspace.name) ?? openShop(app, request, workspace)
    shops.set(workspace.name, shop)
    reply.hijack().raw.setHeader('content-security-policy', shopPolicy)
    await (await shop).handler(asSeenBySandbox(request), reply.raw)
  }
  const config = { keepsBytes: true } as const
  app.all('/_sandbox/shop', { config }, serve)
  app.all('/_sandbox/shop/*', { config }, serve)
}
