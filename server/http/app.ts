import cors from '@fastify/cors'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { operations } from '../../contracts/operations.ts'
import type { CardKey } from '../cryptogram/key.ts'
import { defaultWorkspace, type Workspace, type Workspaces, workspaceName } from '../workspaces.ts'
import { acsRoutes } from './acs.ts'
import { bankRoutes } from './bank/routes.ts'
import { acceptBodies } from './bodies.ts'
import { isControlPath } from './control/guard.ts'
import { problem } from './control/problem.ts'
import { controlRoutes } from './control/routes.ts'
import { dashboardRoutes } from './dashboard.ts'
import { payformRoutes } from './payform.ts'
import { shopRoutes } from './shop.ts'
import { staticFolder } from './views.ts'
import { type BankAnswer, watchAnswers } from './watch.ts'

declare module 'http' {
  interface IncomingMessage {
    workspaceName?: string
  }
}
declare module 'fastify' {
  interface FastifyRequest {
    workspace(): Promise<Workspace>
  }
  interface FastifyReply {
    /** True once a rule has put another answer in place of the bank's. */
    bent: boolean
  }
}

export interface AppParts {
  workspaces: Workspaces
  key: CardKey
  /** Required of every control call when set. */
  controlToken?: string
  /** Called with errors that are the sandbox's own fault. */
  onFault?(error: Error): void
  /** Called with every answer of the bank's side: for checks. */
  onAnswer?(answer: BankAnswer): void
}

/** `/w/<name>/…` is the same server seen from another workspace: the prefix is taken off before routing. */
const prefixed = /^\/w\/([^/?]+)(\/[^?]*)?(\?.*)?$/

const tokenPaths = new Set(operations.token.paths)

const bankError = (path: string, message: string, status: number) =>
  tokenPaths.has(path)
    ? {
        code: -1,
        message,
        error: status < 500 ? 'invalid_request' : 'server_error',
        error_description: message,
      }
    : { code: -1, message }

/** Built here, listened to elsewhere: tests use the same app without a port. */
export const buildApp = async (parts: AppParts): Promise<FastifyInstance> => {
  const { workspaces, onFault, onAnswer } = parts
  const app = Fastify({
    bodyLimit: 256 * 1024,
    routerOptions: { ignoreTrailingSlash: false },
    rewriteUrl(raw) {
      // A proxy sends the whole URL (RFC 9112 §3.2.2); the Host says it again.
      const url = (raw.url ?? '/').replace(/^http:\/\/[^/?]+\/?/i, '/')
      const found = prefixed.exec(url)
      if (!found || !workspaceName.test(found[1] ?? '')) return url
      raw.workspaceName = found[1]
      return `${found[2] ?? '/'}${found[3] ?? ''}`
    },
  })
  app.decorateRequest('workspace', function () {
    return workspaces.get(this.raw.workspaceName ?? defaultWorkspace)
  })
  app.decorateReply('bent', false)
  if (onAnswer) watchAnswers(app, onAnswer)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) onFault?.(error)
    const message = status < 500 ? error.message : 'Internal error of the sandbox: see its log'
    if (isControlPath(request.url))
      return problem(reply, status, 'The request cannot be read', { detail: message })
    return reply.code(status).send(bankError(request.url.split('?')[0] ?? '', message, status))
  })
  app.setNotFoundHandler((request, reply) => {
    const message = `No such address: ${request.method} ${request.url.split('?')[0]}; see GET /_sandbox/openapi.json`
    if (isControlPath(request.url)) return problem(reply, 404, 'No such address', { detail: message })
    return reply.code(404).send(bankError('', message, 404))
  })

  await acceptBodies(app)
  // Shops call token and API from the browser (wire/clients §0.5); nobody's page may call the control API.
  await app.register(cors, {
    delegator: (request, done) =>
      done(null, isControlPath(request.url ?? '') ? { origin: false } : { origin: '*', maxAge: 600 }),
  })
  await app.register(fastifyStatic, { root: staticFolder, serve: false })
  await app.register(bankRoutes, parts)
  await app.register(payformRoutes)
  await app.register(acsRoutes)
  await app.register(controlRoutes, parts)
  await app.register(dashboardRoutes, parts)
  await app.register(shopRoutes)
  return app
}
