import { Type } from '../schema.ts'
import { ReportRequest, StateChange } from './bodies.ts'
import type { ControlCall } from './call.ts'
import { WordsQuery } from './queries.ts'
import { anything } from './records.ts'
import {
  Cards,
  KeptReport,
  ProviderState,
  ReasonCode,
  ReportAdded,
  ReportLine,
  ScenarioLine,
  ScenarioPlan,
  ScenarioReport,
  ScenarioRequest,
  Staged,
  StateValues,
} from './stories.ts'

const watched = { 'text/event-stream': 'Step by step, while it is played.' }

const Health = Type.Object({
  status: Type.Literal('ok'),
  version: Type.Optional(Type.String()),
  workspace: Type.Optional(Type.String()),
  now: Type.Optional(Type.String()),
})

const html = Type.String({ description: 'A page without scripts.' })
const words = Type.String()

/** Stories, reports, tables and documents. */
export const tellingCalls: ControlCall[] = [
  {
    ...{
      method: 'GET',
      path: '/scenarios',
      name: 'listScenarios',
      tag: 'scenarios',
      summary: 'The shipped stories',
    },
    ...{ answer: Type.Object({ scenarios: Type.Array(ScenarioLine) }), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/scenarios', name: 'stageScenario', tag: 'scenarios' },
    summary: 'Settings, clock and rules of a story, in this workspace',
    ...{ body: ScenarioRequest, answer: Staged, status: 200, refuses: [400, 404] },
  },
  {
    ...{
      method: 'GET',
      path: '/scenarios/:name',
      name: 'getScenario',
      tag: 'scenarios',
      summary: 'The steps of a story',
    },
    ...{ answer: ScenarioPlan, status: 200, refuses: [400, 404] },
  },
  {
    ...{ method: 'POST', path: '/scenarios/:name/run', name: 'runScenario', tag: 'scenarios' },
    ...{ summary: 'Play a story in a workspace of its own', answer: ScenarioReport, status: 200 },
    ...{ forms: watched, refuses: [400, 404, 409, 422] },
  },
  {
    ...{ method: 'GET', path: '/scenarios/:name/run', name: 'getScenarioRun', tag: 'scenarios' },
    ...{
      summary: 'The run that is kept',
      answer: ScenarioReport,
      status: 200,
      forms: watched,
      refuses: [404, 422],
    },
  },
  {
    ...{ method: 'GET', path: '/provider-states', name: 'listProviderStates', tag: 'scenarios' },
    summary: 'States of the bank for contract tests',
    ...{ answer: Type.Object({ states: Type.Array(ProviderState) }), status: 200 },
  },
  {
    ...{ method: 'POST', path: '/provider-states', name: 'setProviderState', tag: 'scenarios' },
    summary: "Pact's state-change call: setup makes it, teardown empties the workspace",
    ...{ body: StateChange, answer: StateValues, status: 200, refuses: [400] },
  },
  {
    ...{
      method: 'GET',
      path: '/reports',
      name: 'listReports',
      tag: 'reports',
      summary: 'Published reports, newest first',
    },
    ...{ answer: Type.Object({ reports: Type.Array(ReportLine) }), status: 200 },
  },
  {
    ...{
      method: 'POST',
      path: '/reports',
      name: 'publishReport',
      tag: 'reports',
      summary: 'Show a report in the dashboard',
    },
    ...{ body: ReportRequest, answer: ReportAdded, status: 201, refuses: [400, 413] },
  },
  {
    ...{ method: 'GET', path: '/reports/:id', name: 'getReport', tag: 'reports', summary: 'One report' },
    ...{ answer: KeptReport, status: 200, refuses: [404] },
  },
  {
    ...{
      method: 'GET',
      path: '/cards',
      name: 'listCards',
      tag: 'tables',
      summary: 'Test cards, and one for each outcome',
    },
    ...{ answer: Cards, status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/reason-codes',
      name: 'listReasonCodes',
      tag: 'tables',
      summary: 'Reason codes in three languages',
    },
    ...{ answer: Type.Object({ reasonCodes: Type.Array(ReasonCode) }), status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/health',
      name: 'getHealth',
      tag: 'server',
      summary: 'It lives; no token is needed for the status',
    },
    ...{ answer: Health, status: 200 },
  },
  {
    ...{ method: 'GET', path: '/ready', name: 'getReady', tag: 'server', summary: 'It may be sent requests' },
    ...{ answer: Type.Object({ status: Type.Literal('ready') }), status: 200, refuses: [503] },
  },
  {
    ...{ method: 'GET', path: '/metrics', name: 'getMetrics', tag: 'server', summary: 'For Prometheus' },
    ...{ answer: words, status: 200 },
  },
  {
    ...{ method: 'GET', path: '/openapi.json', name: 'getContract', tag: 'documents' },
    ...{ summary: 'The side of the bank as OpenAPI 3.1', answer: anything('OpenAPI 3.1'), status: 200 },
  },
  {
    ...{ method: 'GET', path: '/control/openapi.json', name: 'getControlContract', tag: 'documents' },
    ...{ summary: 'This document', answer: anything('OpenAPI 3.1'), status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/reference',
      name: 'getReference',
      tag: 'documents',
      summary: 'The side of the bank, to read',
    },
    ...{ query: WordsQuery, answer: html, status: 200 },
  },
  {
    ...{ method: 'GET', path: '/reference/control', name: 'getControlReference', tag: 'documents' },
    ...{ summary: 'This API, to read', answer: html, status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/llms.txt',
      name: 'getLlms',
      tag: 'documents',
      summary: 'What there is to read, for programs',
    },
    ...{ answer: words, status: 200 },
  },
  {
    ...{
      method: 'GET',
      path: '/llms-full.txt',
      name: 'getLlmsFull',
      tag: 'documents',
      summary: 'All of it as text',
    },
    ...{ answer: words, status: 200 },
  },
]
