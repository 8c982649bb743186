import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Then } from '../../../contracts/rule.ts'
import type { Violation } from '../../../contracts/violation.ts'
import type { Workspace, Workspaces } from '../../workspaces.ts'
import type { Answer } from '../refusal.ts'
import type { Exchange, Exchanges } from './memory.ts'

declare module 'fastify' {
  interface FastifyRequest {
    arrivedAt: number
    /** The body as it came, when it came as text. */
    received: string
  }
  interface FastifyReply {
    /** Says that a rule bends this answer, and what the bank would have answered. */
    tellBend(bend: Then, meant: Answer): void
    bend: Then | undefined
    /** What a page tells the buyer is wrong. */
    problems: Violation[] | undefined
    isKept: boolean
  }
}

// The control API, the first page's redirect, pictures and scripts, and pages that are shown once more.
const quiet = [
  /^\/_sandbox(?:[/?]|$)/,
  /^\/(?:\?|$)/,
  /^[^?]*\.(?:js|css|svg|ico|png|txt|map)(?:\?|$)/i,
  /^\/(?:redesign-)?payform(?:\?|$|\/result|\/\?page=)/,
]

const isQuiet = ({ method, url }: FastifyRequest) =>
  method === 'OPTIONS' || method === 'HEAD' || quiet.some((pattern) => pattern.test(url))

/** A workspace that nobody has used is not opened by an address that is none. */
const workspaceOf = async (request: FastifyRequest, workspaces: Workspaces) => {
  const { workspaceName } = request.raw
  const isAsked = request.opened || workspaceName === undefined || !request.is404
  return isAsked || (await workspaces.names()).includes(workspaceName) ? request.workspace() : undefined
}

interface Seen {
  request: FastifyRequest
  reply: FastifyReply
  answer: { status: number; body: string; sent: boolean }
}

/** Keeps every exchange of the bank's side: what is read later is only pointed at now. */
export const witness = (
  app: FastifyInstance,
  { workspaces, exchanges }: { workspaces: Workspaces; exchanges: Exchanges },
): void => {
  const keep = async (seen: Seen) => {
    const { request, reply } = seen
    if (reply.isKept || isQuiet(request)) return
    reply.isKept = true
    // A workspace that cannot be opened has said so in its answer.
    const workspace = await workspaceOf(request, workspaces).catch(() => undefined)
    if (workspace) exchanges.keep(workspace.emulator, exchangeOf(seen, workspace))
  }
  app.decorateRequest('arrivedAt', 0)
  app.decorateRequest('received', '')
  app.decorateReply('bend', undefined)
  app.decorateReply('problems', undefined)
  app.decorateReply('isKept', false)
  app.decorateReply('tellBend', function (bend, { status, body }) {
    this.bend = bend
    // An answer that is cut off never passes the hook below.
    this.raw.once('close', () => {
      const answer = { status, body: JSON.stringify(body) ?? '', sent: this.raw.writableFinished }
      void keep({ request: this.request, reply: this, answer })
    })
  })
  app.addHook('onRequest', (request, _, done) => {
    request.arrivedAt = performance.now()
    done()
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const body = typeof payload === 'string' ? payload : ''
    await keep({ request, reply, answer: { status: reply.statusCode, body, sent: true } })
  })
}

const exchangeOf = ({ request, reply, answer }: Seen, { emulator }: Workspace): Exchange => {
  const headers = reply.getHeaders()
  const asked = bodyOf(request)
  const isPage = String(headers['content-type']).startsWith('text/html')
  return {
    at: emulator.now(),
    seq: emulator.place().seq,
    method: request.method,
    target: request.url,
    route: request.is404 ? '' : (request.routeOptions.url ?? ''),
    params: request.params as Record<string, string>,
    request: { headers: request.headers, ...asked },
    answer: {
      status: answer.status,
      headers: headers as Exchange['answer']['headers'],
      body: isPage ? '' : start(answer.body),
      bytes: Buffer.byteLength(answer.body),
    },
    durationMs: performance.now() - request.arrivedAt,
    sent: answer.sent,
    bend: reply.bend,
    problems: reply.problems ?? [],
  }
}

const longest = 32 * 1024

/** A slice would keep the whole text in memory. */
const start = (text: string) =>
  text.length > longest ? Buffer.from(text.slice(0, longest)).toString() : text

/** As it came, or its fields when it came as a form. */
const bodyOf = ({ received, body, headers }: FastifyRequest) => {
  if (received !== '') return { body: start(received), bytes: received.length }
  const bytes = Number(headers['content-length'] ?? 0)
  return bytes > longest ? { body: start(JSON.stringify(body) ?? ''), bytes } : { body, bytes }
}
