import { MarkRequest } from '../mark.ts'
import { Type } from '../schema.ts'
import { RewindRequest } from '../workspace.ts'
import { ClockRequest, JournalLines, MerchantsRequest, WorkspaceBody } from './bodies.ts'
import { Settlement, Statement, Subscription } from './books.ts'
import type { ControlCall } from './call.ts'
import {
  CoverageQuery,
  DeliverQuery,
  ExchangesQuery,
  FindingsQuery,
  MomentQuery,
  SettlementsQuery,
  StatementQuery,
  SubscriptionsQuery,
} from './queries.ts'
import {
  Alarms,
  Clock,
  ClockMoved,
  Coverage,
  Exchange,
  ExchangeLine,
  Finding,
  LedgerCheck,
  Mark,
  Merchants,
  page,
  Settings,
  Workspace,
} from './records.ts'

const Journal = Type.String({ description: 'An entry a line, as JSON.' })

/** Time, worlds, evidence and books. */
export const lookingCalls: ControlCall[] = [
  {
    ...{ method: 'GET', path: '/clock', name: 'getClock', tag: 'time', summary: 'What time it is' },
    ...{ answer: Clock, status: 200 },
  },
  {
    ...{
      method: 'POST',
      path: '/clock',
      name: 'moveClock',
      tag: 'time',
      summary: 'Move time; what falls due happens',
    },
    ...{ body: ClockRequest, answer: ClockMoved, status: 200, refuses: [400] },
  },
  {
    ...{
      method: 'GET',
      path: '/marks',
      name: 'listMarks',
      tag: 'time',
      summary: 'Named places in the journal',
    },
    ...{ answer: Type.Object({ marks: Type.Array(Mark) }), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/marks', name: 'addMark', tag: 'time', summary: 'Give this moment a name' },
    ...{ body: MarkRequest, answer: Mark, status: 201, refuses: [400] },
  },
  {
    ...{ method: 'GET', path: '/alarms', name: 'listAlarms', tag: 'time' },
    ...{ summary: 'What is still to happen, now or at a moment', query: MomentQuery, answer: Alarms },
    ...{ status: 200, refuses: [409] },
  },
  {
    ...{
      method: 'POST',
      path: '/rewind',
      name: 'rewind',
      tag: 'time',
      summary: 'Take the workspace back to a moment',
    },
    ...{ body: RewindRequest, answer: Workspace, status: 200, refuses: [400, 409] },
  },
  {
    ...{
      method: 'POST',
      path: '/reset',
      name: 'reset',
      tag: 'workspaces',
      summary: 'Forget everything of this workspace',
    },
    ...{ answer: Type.Object({ workspace: Type.String(), journal: Type.Integer() }), status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/workspaces',
      name: 'listWorkspaces',
      tag: 'workspaces',
      summary: 'Every workspace',
    },
    ...{ answer: Type.Object({ workspaces: Type.Array(Workspace) }), status: 200 },
  },
  {
    ...{ method: 'PUT', path: '/workspaces/:name', name: 'putWorkspace', tag: 'workspaces' },
    summary: 'Make one with settings of its own, or as a fork of another',
    ...{ body: WorkspaceBody, bodyOptional: true, answer: Workspace, status: 200, refuses: [400, 409] },
  },
  {
    ...{ method: 'DELETE', path: '/workspaces/:name', name: 'deleteWorkspace', tag: 'workspaces' },
    ...{ summary: 'Remove one; the default one stays', status: 204, refuses: [404, 409] },
  },
  {
    ...{ method: 'PUT', path: '/workspaces/:name/journal', name: 'importJournal', tag: 'workspaces' },
    ...{ summary: 'A workspace from an exported journal', query: DeliverQuery, body: JournalLines },
    ...{ answer: Workspace, status: 201, refuses: [400, 409, 413] },
  },
  {
    ...{ method: 'POST', path: '/merchants', name: 'addMerchants', tag: 'workspaces' },
    ...{
      summary: 'Clients and terminals of your own',
      body: MerchantsRequest,
      answer: Merchants,
      status: 201,
    },
    refuses: [400],
  },
  {
    ...{ method: 'GET', path: '/exchanges', name: 'listExchanges', tag: 'evidence' },
    ...{
      summary: 'What was asked of the bank, oldest first',
      query: ExchangesQuery,
      status: 200,
      refuses: [400],
    },
    answer: page('exchanges', ExchangeLine, Type.Integer()),
  },
  {
    ...{ method: 'GET', path: '/exchanges/:id', name: 'getExchange', tag: 'evidence' },
    ...{ summary: 'One request with its answer', answer: Exchange, status: 200, refuses: [404] },
  },
  {
    ...{ method: 'GET', path: '/findings', name: 'listFindings', tag: 'evidence' },
    ...{
      summary: 'What was done otherwise than documented, the worst first',
      query: FindingsQuery,
      status: 200,
    },
    ...{ answer: Type.Object({ findings: Type.Array(Finding) }), refuses: [400] },
  },
  {
    ...{ method: 'GET', path: '/coverage', name: 'getCoverage', tag: 'evidence' },
    ...{
      summary: 'Which behaviours of the bank were met',
      query: CoverageQuery,
      answer: Coverage,
      status: 200,
    },
    refuses: [400],
  },
  {
    ...{
      method: 'GET',
      path: '/journal',
      name: 'getJournal',
      tag: 'evidence',
      summary: 'Everything that happened',
    },
    ...{ answer: Journal, status: 200 },
    forms: { 'text/event-stream': 'Goes on as it happens; resumes after Last-Event-ID.' },
  },
  {
    ...{ method: 'GET', path: '/ledger/check', name: 'checkLedger', tag: 'evidence' },
    ...{ summary: 'Whether the books balance', answer: LedgerCheck, status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/settlements',
      name: 'listSettlements',
      tag: 'books',
      summary: 'What was paid out',
    },
    ...{ query: SettlementsQuery, answer: page('settlements', Settlement), status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/settlements/:id',
      name: 'getSettlement',
      tag: 'books',
      summary: 'One payout, line by line',
    },
    ...{ query: StatementQuery, answer: Statement, status: 200, refuses: [400, 404] },
    forms: { 'text/csv': 'With ?format=csv or Accept: text/csv.' },
  },
  {
    ...{
      method: 'GET',
      path: '/subscriptions',
      name: 'listSubscriptions',
      tag: 'books',
      summary: 'Payments on schedule',
    },
    ...{ query: SubscriptionsQuery, answer: page('subscriptions', Subscription), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/subscriptions/:id/cancel', name: 'cancelSubscription', tag: 'books' },
    ...{ summary: 'It is not charged again', answer: Subscription, status: 200, refuses: [400, 404] },
  },
  {
    ...{
      method: 'GET',
      path: '/settings',
      name: 'getSettings',
      tag: 'tables',
      summary: 'What the workspace was opened with',
    },
    ...{ answer: Settings, status: 200 },
  },
]
