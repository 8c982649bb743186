import type { EntryBody, RuleRecord, Settings } from '../../contracts/entry.ts'
import { joined } from '../../contracts/merchant.ts'
import { wireReason } from '../../contracts/reason-words.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Alarm } from './alarm.ts'
import { behindRefusal } from './assumption.ts'
import { payInCabinet, switchStages } from './cabinet.ts'
import { answerChallenge, confirmPayment, expireChallenge, viewChallenge } from './challenge.ts'
import type { Command, CommandKind, CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal, refuse } from './decision.ts'
import {
  answerInstalment,
  askInstalment,
  listConditions,
  makeInstalment,
  openInstalment,
  stepInstalment,
} from './instalment.ts'
import {
  cancelInvoiceLink,
  expireInvoiceLink,
  makeCabinetLink,
  makeInvoiceLink,
  openInvoiceLink,
} from './invoice-link.ts'
import { listInvoiceLinks } from './invoice-link-list.ts'
import { setMark } from './mark.ts'
import type { Moment } from './moment.ts'
import { expireHold, operate } from './operation.ts'
import { expirePage, openPage, payOnPage, viewPage } from './page.ts'
import {
  holdPostlink,
  releasePostlink,
  resendPostlink,
  resumeAfterRestart,
  sendEditedPostlink,
  sendPostlink,
  takeAnswer,
} from './postlink.ts'
import { askQr, expireQr, makeQr, scanQr } from './qr.ts'
import { cancelSubscription, chargeSubscription, subscribe } from './recurrent.ts'
import { listRegister } from './register.ts'
import { addRule, clearRules, ruleFor } from './rule.ts'
import { chargeSavedCard, deactivateCard, listCards, payByCryptogram } from './saved-card.ts'
import { runSettlement } from './settlement.ts'
import { type ClockState, type State, settingsOf } from './state.ts'
import { viewProfile, viewTerminal } from './terminal-profile.ts'
import { expireToken, issueToken } from './token.ts'
import { askStatus } from './transaction.ts'
import { askTransfer, listTransfers, makeTransfer } from './transfer.ts'
import { askBonus, askMasterpassCard, listHomebankCards, payByWallet } from './wallet.ts'

/**
 * The gateway: (state, command, moment) → (journal entries, reply). Pure; nothing is changed until the
 * entries have been appended and replayed. A refusal leaves one entry: what was asked and why not.
 */
export const decide = <K extends CommandKind>(
  state: State,
  command: CommandOf<K>,
  moment: Moment,
): Decision<ReplyTo<K>> => {
  const rule = ruleFor(state, command, moment)
  if (rule && !happens(rule, command)) {
    const reply = forcedRefusal(state, rule)
    return { entries: [noteMatch(state, rule, command)], reply, override: rule.then }
  }
  const decider = deciders[command.kind as K]
  const decision = decider(state, command, moment, rule)
  const { reply } = decision
  const entries = isRefusal(reply)
    ? [...decision.entries, noteRefusal(state, command, reply)]
    : decision.entries
  if (!rule || !applies(rule, decision)) return { entries, reply }
  return { entries: [...entries, noteMatch(state, rule, command)], reply, override: rule.then }
}

const forcedRefusal = (state: State, { then: { reasonCode: code } }: RuleRecord): Refusal =>
  refuse('forced by a rule', {
    ...(code === undefined ? {} : { code, text: wireReason(code, 'eng', settingsOf(state).quirks) }),
  })

// An alarm is the bank's own: of a subscription it charges a card.
const paying = new Set<CommandKind>([
  'pay on page',
  'charge saved card',
  'pay by cryptogram',
  'pay by wallet',
  'make transfer',
  'make instalment',
  'ring',
])

/** Whether what was asked is done at all: some faults strike before, and only payments have outcomes to force. */
const happens = ({ then: { answer, reasonCode } }: RuleRecord, { kind }: Command) => {
  if (answer === 'refused') return false
  if (typeof answer === 'object' && 'status' in answer && !answer.happens) return false
  return paying.has(kind) || !reasonCode
}

/** A rule about an outcome is not used up by a mistyped form; one about the answer changes every answer. */
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
  'change settings': (state, { change, clock }) => changeSettings(state, change, clock),
  'add merchants': (state, { clients, terminals }) => addMerchants(state, clients, terminals),
  'move clock': (_, { clock }) => accept([{ kind: 'clock moved', clock }], clock),
  'issue token': issueToken,
  'open page': openPage,
  'view page': (state, { page }) => viewPage(state, page),
  'pay on page': payOnPage,
  'charge saved card': chargeSavedCard,
  'pay by cryptogram': payByCryptogram,
  'pay by wallet': payByWallet,
  'ask bonus': askBonus,
  'list homebank cards': listHomebankCards,
  'ask masterpass card': askMasterpassCard,
  'view challenge': (state, { challenge }, moment) => viewChallenge(state, challenge, moment),
  'answer challenge': answerChallenge,
  'confirm payment': confirmPayment,
  'make invoice link': makeInvoiceLink,
  'list invoice links': listInvoiceLinks,
  'open invoice link': openInvoiceLink,
  'cancel invoice link': cancelInvoiceLink,
  'make qr': makeQr,
  'scan qr': scanQr,
  'ask qr': askQr,
  operate,
  subscribe,
  'cancel subscription': cancelSubscription,
  'make transfer': makeTransfer,
  'ask transfer': askTransfer,
  'list transfers': listTransfers,
  'list credit conditions': listConditions,
  'make instalment': makeInstalment,
  'ask instalment': askInstalment,
  'open instalment': openInstalment,
  'answer instalment': answerInstalment,
  'pay in cabinet': payInCabinet,
  'make link in cabinet': makeCabinetLink,
  'switch stages': switchStages,
  'list register': listRegister,
  'list cards': listCards,
  'deactivate card': deactivateCard,
  'view terminal': viewTerminal,
  'view profile': viewProfile,
  'ask status': askStatus,
  ring: (state, command, moment, rule) => ring(state, command, moment, rule),
  'take answer': takeAnswer,
  'resend postlink': (state, { postlink }, moment) => resendPostlink(state, postlink, moment),
  'send edited postlink': sendEditedPostlink,
  'hold postlink': (state, { postlink }) => holdPostlink(state, postlink),
  'release postlink': (state, { postlink }, moment) => releasePostlink(state, postlink, moment),
  'add rule': (_, { rule }, moment) => addRule(rule, moment),
  'clear rules': (state, { id }) => clearRules(state, id),
  mark: (state, { name }, moment) => setMark(state, name, moment),
  'resume after restart': (state, _, moment) => resumeAfterRestart(state, moment),
}

// A seed is for life: every id of the journal so far came from it. Other settings may change at a restart.
const openWorkspace = (state: State, asked: Settings, clock?: ClockState): Decision<undefined> => {
  if (state.settings?.own && !asked.own) return accept([], undefined)
  const settings = { ...asked, seed: state.settings?.seed ?? asked.seed }
  const entries: EntryBody[] = []
  const changed = JSON.stringify(settings) !== JSON.stringify(state.settings)
  if (state.seq === 0 || changed) entries.push({ kind: 'workspace opened', settings })
  if (clock) entries.push({ kind: 'clock moved', clock })
  return accept(entries, undefined)
}

/** Asked for by name: from now on the settings are the workspace's own, and outlive other options at a restart. */
const changeSettings = (state: State, change: Partial<Settings>, clock?: ClockState): Decision<undefined> =>
  openWorkspace(state, { ...settingsOf(state), ...change, own: true }, clock)

/** The same id again changes a merchant. */
const addMerchants = (state: State, clients: Settings['clients'], terminals: Settings['terminals']) => {
  const known = settingsOf(state)
  return changeSettings(state, {
    clients: joined(known.clients, clients),
    terminals: joined(known.terminals, terminals),
  })
}

const alarmDeciders: Record<
  Alarm['what'],
  (state: State, id: string, moment: Moment, rule?: RuleRecord) => Decision<ReplyTo<'ring'>>
> = {
  'token expires': expireToken,
  'page expires': expirePage,
  'link expires': expireInvoiceLink,
  'qr expires': expireQr,
  'challenge expires': expireChallenge,
  'hold lapses': expireHold,
  'settlement runs': runSettlement,
  'subscription due': chargeSubscription,
  'instalment due': stepInstalment,
  'postlink due': sendPostlink,
}

const ring = (
  state: State,
  { alarm }: CommandOf<'ring'>,
  moment: Moment,
  rule?: RuleRecord,
): Decision<ReplyTo<'ring'>> =>
  state.alarms.has(alarm) ? alarmDeciders[alarm.what](state, alarm.id, moment, rule) : accept([], {})

/** What the command says, or what it points at is about. */
const invoiceIn = (state: State, command: Command): { invoiceId?: string } => {
  if ('order' in command) return { invoiceId: command.order.invoiceId }
  if ('invoiceId' in command) return command.invoiceId ? { invoiceId: command.invoiceId } : {}
  const about =
    ('page' in command && state.pages.get(command.page)) ||
    ('link' in command && state.links.get(command.link)) ||
    ('billNumber' in command && state.qrs.get(command.billNumber ?? '')) ||
    ('transaction' in command && state.transactions.get(command.transaction))
  return about ? { invoiceId: about.order.invoiceId } : {}
}

const noteMatch = (state: State, rule: RuleRecord, command: Command): EntryBody => ({
  kind: 'rule matched',
  rule: rule.id,
  asked: command.kind,
  ...invoiceIn(state, command),
})

const noteRefusal = (state: State, command: Command, { refused, field, got }: Refusal): EntryBody => ({
  kind: 'request refused',
  asked: command.kind,
  refused,
  ...invoiceIn(state, command),
  ...(field ? { field } : {}),
  ...(got ? { got } : {}),
  ...behindRefusal(refused),
})
