import type { EntryBody, RuleRecord, Settings } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Alarm } from './alarm.ts'
import type { Command, CommandKind, CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refuse } from './decision.ts'
import type { Moment } from './moment.ts'
import { expirePage, openPage, payOnPage, viewPage } from './page.ts'
import {
  holdPostlink,
  releasePostlink,
  resendPostlink,
  resumeAfterRestart,
  sendPostlink,
  takeAnswer,
} from './postlink.ts'
import { addRule, clearRules, ruleFor } from './rule.ts'
import type { ClockState, State } from './state.ts'
import { expireToken, issueToken } from './token.ts'
import { askStatus, chargeSavedCard } from './transaction.ts'

/**
 * The gateway: (state, command, moment) → (journal entries, reply). Pure; nothing is changed until the
 * entries have been appended and replayed. A refusal leaves one entry: what was asked and why not.
 */
export const decide = <K extends CommandKind>(
  state: State,
  command: CommandOf<K>,
  moment: Moment,
): Decision<ReplyTo<K>> => {
  const rule = ruleFor(state, command)
  if (rule && !happens(rule)) {
    return { entries: [noteMatch(rule, command)], reply: refuse('bent by a rule'), bend: rule.then }
  }
  const decider = deciders[command.kind as K]
  const decision = decider(state, command, moment, rule)
  const { reply } = decision
  const entries = isRefusal(reply) ? [...decision.entries, noteRefusal(command, reply)] : decision.entries
  if (!rule || !applies(rule, decision)) return { entries, reply }
  return { entries: [...entries, noteMatch(rule, command)], reply, bend: rule.then }
}

/** Whether what was asked is done at all: some faults strike before anything happens. */
const happens = ({ then: { answer } }: RuleRecord) =>
  answer !== 'refused' && !(typeof answer === 'object' && 'status' in answer && !answer.happens)

/** A rule about an outcome is not used up by a mistyped form; one about the answer bends every answer. */
const applies = ({ then }: RuleRecord, { entries }: Decision<unknown>) =>
  entries.length > 0 || then.answer !== undefined || then.delayMs !== undefined

const deciders: {
  [K in CommandKind]: (
    state: State,
    command: CommandOf<K>,
    moment: Moment,
    rule?: RuleRecord,
  ) => Decision<ReplyTo<K>>
} = {
  'open workspace': (state, { settings, clock }) => openWorkspace(state, settings, clock),
  'move clock': (_, { clock }) => accept([{ kind: 'clock moved', clock }], clock),
  'issue token': issueToken,
  'open page': openPage,
  'view page': (state, { page }) => viewPage(state, page),
  'pay on page': payOnPage,
  'charge saved card': chargeSavedCard,
  'ask status': askStatus,
  ring: (state, { alarm }, moment) => ring(state, alarm, moment),
  'take answer': takeAnswer,
  'resend postlink': (state, { postlink }, moment) => resendPostlink(state, postlink, moment),
  'hold postlink': (state, { postlink }) => holdPostlink(state, postlink),
  'release postlink': (state, { postlink }, moment) => releasePostlink(state, postlink, moment),
  'add rule': (_, { rule }, moment) => addRule(rule, moment),
  'clear rules': (state, { id }) => clearRules(state, id),
  'resume after restart': (state, _, moment) => resumeAfterRestart(state, moment),
}

// A seed is for life: every id of the journal so far came from it. Other settings may change at a restart.
const openWorkspace = (state: State, asked: Settings, clock?: ClockState): Decision<undefined> => {
  if (state.settings?.own && !asked.own) return accept([], undefined)
  const settings = { ...asked, seed: state.settings?.seed ?? asked.seed }
  const entries: EntryBody[] = []
  if (JSON.stringify(settings) !== JSON.stringify(state.settings))
    entries.push({ kind: 'workspace opened', settings })
  if (clock) entries.push({ kind: 'clock moved', clock })
  return accept(entries, undefined)
}

const ring = (state: State, alarm: Alarm, moment: Moment): Decision<ReplyTo<'ring'>> => {
  if (!state.alarms.has(alarm)) return accept([], {})
  if (alarm.what === 'token expires') return expireToken(state, alarm.id)
  if (alarm.what === 'page expires') return expirePage(state, alarm.id)
  return sendPostlink(state, alarm.id, moment)
}

const invoiceIn = (command: Command): { invoiceId?: string } => {
  if ('order' in command) return { invoiceId: command.order.invoiceId }
  return 'invoiceId' in command && command.invoiceId ? { invoiceId: command.invoiceId } : {}
}

const noteMatch = (rule: RuleRecord, command: Command): EntryBody => ({
  kind: 'rule matched',
  rule: rule.id,
  asked: command.kind,
  ...invoiceIn(command),
})

const noteRefusal = (command: Command, { refused, field, came }: Refusal): EntryBody => ({
  kind: 'request refused',
  asked: command.kind,
  refused,
  ...invoiceIn(command),
  ...(field ? { field } : {}),
  ...(came ? { came } : {}),
})
