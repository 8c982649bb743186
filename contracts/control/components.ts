import type { TSchema } from 'typebox'
import { Rule, Then, When } from '../rule.ts'
import { Scenario } from '../scenario.ts'
import { ForkRequest, RewindRequest, WorkspaceRequest } from '../workspace.ts'
import * as bodies from './bodies.ts'
import * as books from './books.ts'
import * as records from './records.ts'
import * as stories from './stories.ts'

const { ClockRequest, MerchantsRequest, EditedPostlink, StateChange } = bodies
const { InvoiceLink, Settlement, Statement, Subscription } = books
const { Problem, Violation, Provenance, Payment, Postlink, RuleInForce, Clock, ClockMoved, Alarms, Mark } =
  records
const { Merchants, Settings, Workspace, ExchangeLine, Exchange, Finding, Coverage, LedgerCheck } = records
const { ScenarioLine, ScenarioPlan, Staged, ScenarioReport, ProviderState } = stories
const { ReportLine, ReportAdded, KeptReport, Cards, ReasonCode } = stories

/** Everything that has a name in the document, and so in clients generated from it. */
export const components: Record<string, TSchema> = {
  ...{ Problem, Violation, Provenance, Payment, Postlink, Rule, When, Then, RuleInForce },
  ...{
    Clock,
    ClockRequest,
    ClockMoved,
    Alarms,
    Mark,
    RewindRequest,
    Workspace,
    WorkspaceRequest,
    ForkRequest,
  },
  ...{ Settings, Merchants, MerchantsRequest, EditedPostlink, ExchangeLine, Exchange, Finding, Coverage },
  ...{ LedgerCheck, Settlement, Statement, Subscription, InvoiceLink, Scenario, ScenarioLine, ScenarioPlan },
  ...{ Staged, ScenarioReport, ProviderState, StateChange, ReportLine, ReportAdded, KeptReport, Cards },
  ReasonCode,
}

const names = new Map<object, string>(Object.entries(components).map(([name, schema]) => [schema, name]))

export const componentNameOf = (schema: object): string | undefined => names.get(schema)
