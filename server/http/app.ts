import fastifyStatic from '@fastify/static'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from 'fastify'
import type { Instant } from '../../contracts/time.ts'
import type { CardKey, Unavailable } from '../ports.ts'
import { type CoverageTable, openCoverage } from '../readings/coverage/table.ts'
import { watchEntries } from '../readings/coverage/watch.ts'
import { createExchanges, type Limits } from '../readings/exchanges/memory.ts'
import { type FindingsTable, openFindings } from '../readings/findings/table.ts'
import { openCounters } from '../readings/metrics/counters.ts'
import type { RunLog } from '../readings/run/run-log.ts'
import { defaultWorkspace, type Workspace, type Workspaces } from '../workspace/workspaces.ts'
import { logExchanges } from './answer/exchange-log.ts'
import { type TroubleParts, troubleOf } from './answer/trouble.ts'
import { unknownAddress } from './answer/unknown-address.ts'
import { staticFolder } from './answer/views.ts'
import { type BankAnswer, watchAnswers } from './answer/watch.ts'
import { bankRoutes } from './bank/routes.ts'
import { problem } from './control/problem.ts'
import { type ControlPlugin, controlRoutes } from './control/routes.ts'
import { dashboardRoutes } from './dashboard/dashboard.ts'
import { docsRoutes } from './dashboard/docs.ts'
import { llmsRoutes } from './dashboard/llms.ts'
import { shopRoutes } from './dashboard/shop.ts'
import { homebankRoutes } from './page/homebank.ts'
import { instalmentRoutes } from './page/instalment.ts'
import { acsRoutes } from './page/issuer-routes.ts'
import { payformRoutes } from './page/routes.ts'
import { signInRoutes } from './page/sign-in.ts'
import type { Addressing } from './request/address.ts'
import { mayBeWrong, wrongHost } from './request/bank-hosts.ts'
import { acceptBodies } from './request/bodies.ts'
import { hostError, limitsOf, type Timeouts } from './request/limits.ts'
import { meterRequests } from './request/meter.ts'
import { preflightRoute } from './request/preflight.ts'
import { nameWithin, requestIds } from './request/request-id.ts'
import { isControl, routeOf } from './request/route.ts'
import { targetOf } from './request/target.ts'

declare module 'fastify' {
  interface FastifyRequest {
    workspace(): Promise<Workspace>
    /** What it answered, once somebody has asked. */
    opening: Promise<Workspace> | undefined
    /** The workspace itself, once it is open. */
    opened: Workspace | undefined
  }
  interface FastifyReply {
    /** True once a rule has put another answer in place of the bank's. */
    altered: boolean
  }
}

export interface AppParts extends Omit<TroubleParts, 'counters'> {
  workspaces: Workspaces
  key: CardKey
  /** What other folders bring to the control API. */
  controlPlugins?: ControlPlugin[]
  /** Required of every control call when set. */
  controlToken?: string
  /** How many exchanges of the bank's side, and how many bytes of them. */
  remember?: Limits
  /** How browsers reach the server; as each request came when left out. */
  addressing?: Addressing
  /** Where what is found in requests is counted. */
  findings?: FindingsTable
  /** Where what the bank's side did is counted. */
  coverage?: CoverageTable
  /** What a report of the run will tell. */
  runLog?: RunLog
  /** How long a client may take to send a request. */
  timeouts?: Timeouts
  /** When the process began: what the ids of its requests begin with. */
  startedAt?: Instant
  /** True when no more requests should be sent here. */
  isStopping?(): boolean
  /** Runs what a request does; what is logged meanwhile can name it. */
  within?(request: string, run: () => void): void
  /** Called with every answer of the bank's side: for checks. */
  onAnswer?(answer: BankAnswer): void
}

const bankError = (request: FastifyRequest, message: string, status: number) =>
  routeOf(request).operation === 'token'
    ? {
        code: -1,
        message,
        error: status < 500 ? 'invalid_request' : 'server_error',
        error_description: message,
      }
    : { code: -1, message }

const answerError =
  (parts: TroubleParts) =>
  (error: FastifyError | Unavailable, request: FastifyRequest, reply: FastifyReply) => {
    const { status, title, message, retryAfter } = troubleOf(error, request, parts)
    reply.header('x-request-id', request.id)
    if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
    if (isControl(request)) return problem(reply, status, title, { detail: message })
    return reply.code(status).send(bankError(request, message, status))
  }

const answerUnknown = async (request: FastifyRequest, reply: FastifyReply) => {
  const { method, url } = request
  const isOwn = isControl(request)
  const path = url.split('?')[0] ?? ''
  const { status, allow, message } = await unknownAddress({ method, path, isOwn })
  if (allow) reply.header('allow', allow)
  if (!isOwn) return reply.code(status).send(bankError(request, message, status))
  return problem(reply, status, allow ? 'Wrong method' : 'No such address', { detail: message })
}

/** Before anything else, and in one hook: each of them costs every request. */
const receive: onRequestHookHandler = (request, reply, done) => {
  reply.header('x-request-id', request.id)
  const odd = hostError(request)
  // Shops call token and API from the browser; nobody's page may call the control API.
  if (!odd && !isControl(request)) reply.header('access-control-allow-origin', '*')
  if (odd || !mayBeWrong(request)) return done(odd)
  wrongHost(request).then(done, done)
}

/** Built here, listened to elsewhere: tests use the same app without a port. */
export const buildApp = async (parts: AppParts): Promise<FastifyInstance> => {
  const { workspaces, onAnswer, findings = openFindings(), coverage = openCoverage() } = parts
  const counters = openCounters(workspaces)
  const refuseOrFail = answerError({ ...parts, counters })
  const app = Fastify({
    ...limitsOf(parts.timeouts),
    trustProxy: parts.addressing?.trusts ?? false,
    genReqId: requestIds(parts.startedAt),
    // What has come is answered while the server stops; its connection is closed after that.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void refuseOrFail(error, request, reply),
    rewriteUrl: targetOf,
  })
  app.decorateRequest('workspace', function () {
    this.opening ??= workspaces.get(this.raw.workspaceName ?? defaultWorkspace).then((workspace) => {
      this.opened = workspace
      return workspace
    })
    return this.opening
  })
  app.decorateRequest('route', undefined)
  app.decorateRequest('opening', undefined)
  app.decorateRequest('opened', undefined)
  app.decorate('addressing', parts.addressing ?? {})
  app.decorateReply('altered', false)
  const exchanges = createExchanges(parts.remember)
  watchEntries(coverage, workspaces)
  const { runLog } = parts
  if (runLog) workspaces.onEntries(({ name }, entries) => runLog.entries(name, entries))
  logExchanges(app, { workspaces, exchanges, findings, coverage, ...(runLog ? { runLog } : {}) })
  meterRequests(app, counters)
  if (onAnswer) watchAnswers(app, onAnswer)
  app.setErrorHandler<FastifyError>(refuseOrFail)
  app.setNotFoundHandler(answerUnknown)
  app.addHook('onRequest', receive)
  await acceptBodies(app)
  nameWithin(app, parts.within)
  preflightRoute(app)
  await app.register(fastifyStatic, { root: staticFolder, serve: false })
  await app.register(bankRoutes, parts)
  await app.register(payformRoutes)
  await app.register(acsRoutes)
  await app.register(homebankRoutes)
  await app.register(instalmentRoutes)
  await app.register(signInRoutes)
  await app.register(controlRoutes, {
    ...parts,
    plugins: parts.controlPlugins ?? [],
    exchanges,
    counters,
    findings,
    coverage,
  })
  await app.register(dashboardRoutes, parts)
  await app.register(docsRoutes)
  await app.register(llmsRoutes)
  await app.register(shopRoutes, parts)
  return app
}
