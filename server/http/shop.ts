import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Workspace } from '../workspaces.ts'
import { addressOf, prefixOf } from './address.ts'

type Shop = ReturnType<typeof import('../../fixtures/shops/node/shop.js').createShop>

const openShop = async (
  app: FastifyInstance,
  request: FastifyRequest,
  { emulator }: Workspace,
): Promise<Shop> => {
  const { createShop } = await import('../../fixtures/shops/node/shop.js')
  const { terminals, clients } = emulator.state().world
  const terminal = terminals[0]
  const client = clients.find(({ id }) => id === terminal?.client)
  if (!terminal || !client) throw new Error('the sample shop needs a terminal with its client')
  const prefix = prefixOf(request)
  const own = `${addressOf(app)}${prefix}`
  const seen = `${request.protocol}://${request.headers.host}${prefix}`
  return createShop({
    oauthUrl: `${own}/epay2/oauth2/token`,
    apiUrl: `${own}/api`,
    paymentApiJsUrl: `${seen}/payform/payment-api.js`,
    clientId: client.id,
    clientSecret: client.secret,
    terminal: terminal.id,
    publicUrl: `${seen}/_sandbox/shop`,
    postLinkUrl: `${own}/_sandbox/shop/postlink`,
  })
}

/** The sample shop of fixtures/, one per workspace, speaking HTTP to this server like any merchant. */
export const shopRoutes = async (app: FastifyInstance): Promise<void> => {
  const shops = new Map<string, Promise<Shop>>()
  app.addHook('onRequest', async (request, reply) => {
    const workspace = await request.workspace()
    const shop = shops.get(workspace.name) ?? openShop(app, request, workspace)
    shops.set(workspace.name, shop)
    reply.hijack()
    // The shop knows its whole address; routing took the workspace's prefix off.
    request.raw.url = request.originalUrl
    await (await shop).handler(request.raw, reply.raw)
  })
  app.all('/_sandbox/shop', () => {})
  app.all('/_sandbox/shop/*', () => {})
}
