import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Finding, severityOf } from '../../../contracts/finding.ts'
import { type OperationId, operations } from '../../../contracts/operations.ts'
import type { Then } from '../../../contracts/rule.ts'
import type { Violation } from '../../../contracts/violation.ts'
import { settingsOf } from '../../core/state.ts'
import { noteAnswer } from '../../readings/coverage/answers.ts'
import type { CoverageTable } from '../../readings/coverage/table.ts'
import { linksOf } from '../../readings/exchanges/links.ts'
import type { Exchange, Exchanges, Found } from '../../readings/exchanges/memory.ts'
import type { FindingsTable } from '../../readings/findings/table.ts'
import type { RunLog, Timed } from '../../readings/run/run-log.ts'
import { mapTexts } from '../../redaction/texts.ts'
import type { Emulator } from '../../workspace/emulator.ts'
import { defaultWorkspace, type Workspace, type Workspaces } from '../../workspace/workspaces.ts'
import { noteFindings } from '../request/judgement.ts'
import { liveFindings } from '../request/live-number.ts'
import { routeOf } from '../request/route.ts'
import type { Answer } from './refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, when it came as text. */
    received: string
  }
  interface FastifyReply {
    /** Says that a rule changes this answer, and what the bank would have answered. */
    noteOverride(override: Then, meant: Answer): void
    override: Then | undefined
    /** What a page tells the buyer is wrong. */
    problems: Violation[] | undefined
    isKept: boolean
  }
}

const isQuiet = (request: FastifyRequest) =>
  request.method === 'OPTIONS' || request.method === 'HEAD' || !routeOf(request).kept

/** A workspace that nobody has used is not opened by an address that is none. */
const workspaceOf = async (request: FastifyRequest, workspaces: Workspaces) => {
  const { workspaceName } = request.raw
  const isAsked = request.opening || workspaceName === undefined || !request.is404
  return isAsked || (await workspaces.names()).includes(workspaceName) ? request.workspace() : undefined
}

interface LogParts {
  workspaces: Workspaces
  exchanges: Exchanges
  findings: FindingsTable
  coverage: CoverageTable
  runLog?: RunLog
}

interface Seen {
  request: FastifyRequest
  reply: FastifyReply
  answer: { status: number; body: string; sent: boolean }
}

const keepIn =
  ({ exchanges, findings, coverage, runLog }: LogParts) =>
  (seen: Seen, workspace: Workspace | undefined) => {
    if (!workspace) return
    const exchange = exchangeOf(seen, workspace)
    noteOperation(coverage, seen, workspace)
    if (runLog) runLog.call(callOf(seen))
    const id = exchanges.keep(workspace.emulator, exchange)
    if (exchange.findings.length === 0) return
    const invoiceId = seen.request.about ?? linksOf({ ...exchange, id }, workspace.emulator.state()).invoiceId
    for (const { finding, severity } of exchange.findings)
      findings.add({ workspace: workspace.name, finding, severity, exchange: id, invoiceId })
  }

/** Keeps every exchange of the bank's side: what is read later is only pointed at now. */
export const logExchanges = (app: FastifyInstance, parts: LogParts): void => {
  const { workspaces } = parts
  const keep = keepIn(parts)
  /** Answers a promise only where the workspace must be asked for first. */
  const see = (seen: Seen): Promise<void> | undefined => {
    const { request, reply } = seen
    if (reply.isKept || isQuiet(request)) return undefined
    reply.isKept = true
    // One that was asked for stays the one it was, whatever has become of its name meanwhile.
    const { opened, opening, raw } = request
    const known = opened ?? (opening ? undefined : workspaces.at(raw.workspaceName ?? defaultWorkspace))
    // A workspace that cannot be opened has said so in its answer.
    if (!known) return workspaceOf(request, workspaces).then((found) => keep(seen, found), ignore)
    keep(seen, known)
  }
  const noteLive = (request: FastifyRequest) => {
    if (isQuiet(request)) return
    const at = request.raw.workspaceName ?? defaultWorkspace
    const known = request.opened ?? workspaces.at(at) ?? workspaces.at(defaultWorkspace)
    if (known) noteFindings(request, liveFindings(request, known.emulator.state()))
  }
  app.decorateRequest('received', '')
  app.decorateRequest('findings', undefined)
  app.decorateRequest('about', undefined)
  app.decorateReply('override', undefined)
  app.decorateReply('problems', undefined)
  app.decorateReply('isKept', false)
  app.decorateReply('noteOverride', function (override, { status, body }) {
    this.override = override
    // An answer that is cut off never passes the hooks below.
    this.raw.once('close', () => {
      const answer = { status, body: JSON.stringify(body) ?? '', sent: this.raw.writableFinished }
      see({ request: this.request, reply: this, answer })
    })
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const body = typeof payload === 'string' ? payload : ''
    noteLive(request)
    if (request.findings) reply.header(findingsHeader, idsOf(request.findings))
    const seeing = see({ request, reply, answer: { status: reply.statusCode, body, sent: true } })
    if (seeing) seeing.then(() => done(), done)
    else done()
  })
}

/** By its route: an address may carry what only the shop should know. */
const callOf = ({ request, reply, answer }: Seen): Timed => ({
  host: request.host,
  call: () => `${request.method} ${routeOf(request).url ?? 'an unknown address'}`,
  status: answer.status,
  ms: reply.elapsedTime,
})

const noteOperation = (
  coverage: CoverageTable,
  { request, reply, answer }: Seen,
  { name, emulator }: Workspace,
) => {
  const { operation } = routeOf(request)
  if (!operation || !Object.hasOwn(operations, operation)) return
  const asked = operation as OperationId
  const { quirks } = emulator.state().settings ?? {}
  noteAnswer(coverage.of(name), { operation: asked, ...answer, override: reply.override }, quirks)
}

const ignore = () => {}

const findingsHeader = 'x-epay-sandbox-findings'

/** All ids of contracts/finding.ts together stay below the kilobyte that some proxies allow a header. */
const idsOf = (found: Finding[]): string =>
  found.length === 1 ? `${found[0]?.id}` : [...new Set(found.map(({ id }) => id))].join(', ')

const exchangeOf = ({ request, reply, answer }: Seen, { emulator }: Workspace): Exchange => {
  const headers = reply.getHeaders()
  const asked = bodyOf(request)
  const isPage = String(headers['content-type']).startsWith('text/html')
  return {
    at: emulator.now(),
    seq: emulator.state().seq,
    method: request.method,
    target: request.url,
    route: routeOf(request).url ?? '',
    params: request.params as Record<string, string>,
    request: { headers: request.headers, ...asked },
    answer: {
      status: answer.status,
      headers: headers as Exchange['answer']['headers'],
      body: isPage ? '' : start(answer.body),
      bytes: Buffer.byteLength(answer.body),
    },
    durationMs: reply.elapsedTime,
    sent: answer.sent,
    override: reply.override,
    problems: reply.problems ?? [],
    findings: foundIn(request, emulator),
  }
}

const foundIn = ({ findings }: FastifyRequest, emulator: Emulator): Found[] => {
  if (!findings) return []
  const { quirks } = settingsOf(emulator.state())
  return findings.map((finding) => ({
    finding: mapTexts(finding, emulator.masking.hideKnown),
    severity: severityOf(finding.id, quirks),
  }))
}

const longest = 32 * 1024

/** A slice would keep the whole text in memory. */
const start = (text: string) =>
  text.length > longest ? Buffer.from(text.slice(0, longest)).toString() : text

/** As it came, or its fields when it came as a form. One that came in chunks told no length: what was read counts. */
const bodyOf = ({ received, body, headers }: FastifyRequest) => {
  if (received !== '') return { body: start(received), bytes: received.length }
  const length = Number(headers['content-length'] ?? Number.NaN)
  if (length <= longest) return { body, bytes: length }
  const text = JSON.stringify(body) ?? ''
  const bytes = Number.isNaN(length) ? Buffer.byteLength(text) : length
  return { body: bytes > longest ? start(text) : body, bytes }
}
