import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rules } from '../../../contracts/fidelity.ts'
import { moneyText } from '../../../contracts/money.ts'
import { tellProvenance } from '../../../contracts/provenance.ts'
import { refusals } from '../../../contracts/refusal.ts'
import { ruleOperations, threeDSKinds } from '../../../contracts/rule.ts'
import { bankTime } from '../../../contracts/time.ts'
import type { State } from '../../core/state.ts'
import { paymentView, postlinkView } from '../../readings/payments.ts'
import { version } from '../../version.ts'
import { pagePolicy, render } from '../answer/views.ts'
import { forbid } from '../control/guard.ts'
import { problem } from '../control/problem.ts'
import { baseOf, prefixOf } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'

const newest = <T>(all: Iterable<T>, count: number): T[] => [...all].slice(-count).reverse()
const clockTime = (at: number) => bankTime(at).slice(11, 19)

/** What the page's modules need to know and no call answers. */
const factsOf = (state: State, base: string, workspace: string) => {
  const [terminal] = state.world.terminals
  const client = state.world.clients.find(({ id }) => id === terminal?.client)
  const fixes = Object.entries(refusals).map(([name, { status, message, fix }]) => [
    name,
    { status, message, fix },
  ])
  return {
    version,
    workspace,
    base,
    clientId: client?.id,
    clientSecret: client?.secret,
    terminal: terminal?.id,
    refusals: Object.fromEntries(fixes),
    fidelity: Object.fromEntries(Object.entries(rules).map(([rule, known]) => [rule, tellProvenance(known)])),
    ruleOperations,
    threeDSKinds,
  }
}

const pageOf = (state: State, base: string, workspace: string) => ({
  base,
  version,
  workspace,
  // In a data block of a page, where nothing may look like the end of it.
  facts: JSON.stringify(factsOf(state, base, workspace)).replaceAll('<', '\\u003c'),
  payments: newest(state.transactions.values(), 50).map((transaction) => ({
    ...paymentView(transaction),
    time: clockTime(transaction.at),
    money: moneyText(transaction.order.amount, transaction.order.currency),
  })),
  postlinks: newest(state.postlinks.values(), 50).map((postlink) => ({
    ...postlinkView(postlink),
    time: clockTime(postlink.owedAt),
  })),
})

const sendPage = async (reply: FastifyReply, template: string, view: object) =>
  reply
    .header('content-security-policy', `${pagePolicy}; frame-ancestors 'none'`)
    // With a control token the address of the page is a secret.
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(await render(template, view))

const wantsPage = ({ headers }: FastifyRequest) => headers.accept?.includes('text/html') ?? false

/** `/_sandbox/`: what happened, readable without a script; modules then keep it up to date. */
export const dashboardRoutes = async (
  app: FastifyInstance,
  { controlToken }: { controlToken?: string },
): Promise<void> => {
  describeRoutes(app, { operation: 'control', kept: false })
  const toDashboard = (request: FastifyRequest, reply: FastifyReply) => {
    const query = /\?.*/.exec(request.url)?.[0] ?? ''
    return reply.redirect(`${prefixOf(request)}/_sandbox/${query}`, 302)
  }
  app.get('/', { config: { operation: 'other' } }, toDashboard)
  app.get('/_sandbox', toDashboard)
  app.get('/_sandbox/', async (request, reply) => {
    const forbidden = forbid(request, controlToken)
    if (forbidden?.status === 401 && wantsPage(request))
      return sendPage(reply.code(401), 'dashboard/locked', {
        version,
        isWrong: 'token' in Object(request.query),
      })
    if (forbidden) return problem(reply, forbidden.status, forbidden.title, forbidden)
    const { emulator, name } = await request.workspace()
    return sendPage(reply, 'dashboard/home', pageOf(emulator.state(), baseOf(request), name))
  })
  app.get('/_sandbox/dashboard/base.css', (_, reply) => reply.sendFile('base.css'))
  app.get<{ Params: { file: string } }>('/_sandbox/dashboard/:file', (request, reply) => {
    const { file } = request.params
    if (/^[a-z-]+\.(js|css|svg)$/.test(file)) return reply.sendFile(`dashboard/${file}`)
    return reply.callNotFound()
  })
}
