import type { FastifyInstance, FastifyRequest } from 'fastify'
import { moneyText } from '../../contracts/money.ts'
import { version } from '../version.ts'
import { defaultWorkspace, type Workspace } from '../workspaces.ts'
import { addressOf, prefixOf } from './address.ts'
import { forbid } from './control/guard.ts'
import { problem } from './control/problem.ts'
import { paymentView, postlinkView } from './control/readings.ts'
import { pagePolicy, render } from './views.ts'

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
const shopRoutes = async (app: FastifyInstance) => {
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

const newest = <T>(all: Iterable<T>, count: number): T[] => [...all].slice(-count).reverse()

/** `/`: where a newcomer lands. */
export const homeRoutes = async (
  app: FastifyInstance,
  { controlToken }: { controlToken?: string },
): Promise<void> => {
  app.get('/', (request, reply) => reply.redirect(`${prefixOf(request)}/_sandbox/`, 302))
  app.get('/_sandbox', (request, reply) => reply.redirect(`${prefixOf(request)}/_sandbox/`, 302))
  app.get('/_sandbox/', async (request, reply) => {
    const forbidden = forbid(request, controlToken)
    if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden)
    const { emulator, name } = await request.workspace()
    const state = emulator.state()
    const view = {
      version,
      workspace: name === defaultWorkspace ? '' : name,
      base: `${request.protocol}://${request.headers.host}${prefixOf(request)}`,
      payments: newest(state.transactions.values(), 50).map((transaction) => ({
        ...paymentView(transaction),
        money: moneyText(transaction.order.amount, transaction.order.currency),
      })),
      postlinks: newest(state.postlinks.values(), 50).map(postlinkView),
    }
    return reply
      .header('content-security-policy', `${pagePolicy}; frame-ancestors 'none'`)
      .type('text/html; charset=utf-8')
      .send(await render('dashboard/home', view))
  })
  app.get('/_sandbox/home.css', (_, reply) => reply.sendFile('dashboard/home.css'))
  await app.register(shopRoutes)
}
