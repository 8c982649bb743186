import type { FastifyRequest } from 'fastify'
import type { Order, TokenDigest } from '../../../contracts/entry.ts'
import { type Finding, findingOf, findings, severityOf, violationOf } from '../../../contracts/finding.ts'
import { namesOf } from '../../../contracts/leniency.ts'
import { type Operation, operations } from '../../../contracts/operations.ts'
import { PaymentObject } from '../../../contracts/payment.ts'
import type { Reading, Violation } from '../../../contracts/reader.ts'
import { settingsOf } from '../../core/state.ts'
import { habitsOf } from '../../readings/findings/habits.ts'
import {
  hostFindings,
  type Judged,
  judge,
  nameFindings,
  noPostlink,
  scopeFindings,
} from '../../readings/findings/judge.ts'
import type { Workspace } from '../../workspace/workspaces.ts'
import { mayBeWrong } from './bank-hosts.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What was found in it; nothing in most. */
    findings: Finding[] | undefined
    /** The order that its own fields name, where they name one. */
    about: string | undefined
  }
}

type Subject = Parameters<typeof judge>[0]

const rows: Record<string, Operation> = operations

/** How a finding calls the operation: `payments/cards/auth`. */
const subjectOf = (id: Subject): string =>
  id === 'openPage' ? 'halyk.pay()' : (rows[id]?.paths[0] ?? id).replace(/^\//, '')

const knownNames = (id: Subject): string[] => {
  const schema = id === 'openPage' ? PaymentObject : rows[id]?.body
  return Object.keys(schema?.properties ?? {})
}

const served = (id: Subject) => (id === 'token' ? 'token' : id === 'openPage' ? 'page' : 'API')

/** Names in an address that nobody reads: only operations that read some are asked. */
const unknownInQuery = (id: Subject, query: Record<string, unknown>): string[] => {
  const schema = id === 'openPage' ? undefined : rows[id]?.query
  return schema && Object.keys(query).length > 0 ? namesOf(schema)(query).unknown : []
}

interface Asked {
  raw?: unknown
  reading?: Reading<unknown>
}

/** Without its port, which few ask under one of the bank's names. */
const hostOf = (request: FastifyRequest) => (mayBeWrong(request) ? request.hostname : '')

/** Everything the form of a request says: what its reading found, and what the judges see. */
const found = (request: FastifyRequest, id: Subject, { raw, reading }: Asked): Finding[] => {
  const query = (request.query ?? {}) as Record<string, unknown>
  const contentType = request.raw.headers['content-type'] ?? ''
  const fields = (reading?.value ?? {}) as Judged['fields']
  const apart = request.server.addressing.apart === true
  const judged: Judged = { fields, raw, query, contentType, host: hostOf(request), apart }
  const said = judge(id, judged)
  const all: Finding[] = []
  if (request.oddBytes) all.push(...request.oddBytes)
  if (reading) all.push(...reading.violations.map(findingOf), ...reading.doubts)
  all.push(...said)
  const unknown = (reading?.unknown ?? []).concat(unknownInQuery(id, query))
  // A name that would have moved other money is told as that, and not a second time as a slip.
  const isSaid = ({ got }: Finding) => said.some((one) => one.got === got)
  if (unknown.length > 0)
    all.push(...nameFindings(subjectOf(id), unknown, knownNames(id)).filter((name) => !isSaid(name)))
  if (judged.host !== '') all.push(...hostFindings(subjectOf(id), served(id), judged.host))
  return all
}

const orderIn = (reading: Reading<unknown> | undefined): string | undefined => {
  const { invoiceId, invoiceID } = Object(reading?.value)
  return invoiceId ?? invoiceID
}

const statusIds = new Set<Subject>(['status', 'legacyStatus'])

export interface Judgement {
  /** What refuses the request, with the bank's code where it has one. */
  violations: Violation[]
  code?: number
}

/** Notes what is found in a request, and tells what of it this workspace refuses. */
export const judgeRequest = (
  request: FastifyRequest,
  { emulator }: Workspace,
  id: Subject,
  asked: Asked,
): Judgement => {
  const { invoiceId } = request.params as Record<string, string>
  request.about = orderIn(asked.reading) ?? invoiceId
  const all = found(request, id, asked)
  if (statusIds.has(id)) all.push(...habitsOf(emulator).asksFor(invoiceId ?? ''))
  if (all.length === 0) return { violations: [] }
  const { quirks } = settingsOf(emulator.state())
  request.findings = all
  const errors = all.filter((finding) => severityOf(finding.id, quirks) === 'error')
  const code = errors.map(({ id }) => findings[id].code).find((code) => code !== undefined)
  return { violations: errors.map(violationOf), ...(code === undefined ? {} : { code }) }
}

/** Adds what became clear only when the request was decided. */
export const noteFindings = (request: FastifyRequest, more: Finding[]): void => {
  if (more.length > 0) request.findings = [...(request.findings ?? []), ...more]
}

/** Part of an attempt, a page, a link and a code alike. */
export interface Paid {
  order: Order
  token: TokenDigest
}

/** What is found of an order that is being paid: its token, its terminal, and whether anybody will hear of it. */
export const noteUse = (request: FastifyRequest, { emulator }: Workspace, { order, token }: Paid): void => {
  const known = emulator.state().tokens.get(token)
  if (!known) return
  const { scope, client } = known
  const hears = order.postLink !== '' || known.postLink !== ''
  noteFindings(request, [
    ...scopeFindings(scope),
    ...(hears ? [] : [noPostlink]),
    ...habitsOf(emulator).paysAt(client, order.terminal),
  ])
}
