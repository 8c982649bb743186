import type { Entry, EntryBody, EntryKind, Settings } from '../../contracts/entry.ts'
import type { Refusal } from '../../contracts/refusal.ts'
import type { Alarm } from './alarm.ts'
import type { Command, CommandKind, CommandOf, ReplyTo } from './command.ts'
import { accept, type Decision, isRefusal } from './decision.ts'
import { invoiceKey, lastSixKey } from './invoice.ts'
import type { Moment } from './moment.ts'
import { expirePage, openPage, payOnPage, viewPage } from './page.ts'
import {
  applyAnswer,
  holdPostlink,
  releasePostlink,
  resendPostlink,
  resumeAfterRestart,
  sendPostlink,
  takeAnswer,
} from './postlink.ts'
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
  const decider = deciders[command.kind as K]
  const decision = decider(state, command, moment)
  if (!isRefusal(decision.reply) || decision.entries.length > 0) return decision
  return { ...decision, entries: [noteRefusal(command, decision.reply)] }
}

/** One entry happens to the state. The only place where state changes. */
export const replay = (state: State, entry: Entry): void => {
  const replayer = replayers[entry.kind] as (state: State, entry: Entry) => void
  replayer(state, entry)
  state.seq = entry.seq
}

const deciders: {
  [K in CommandKind]: (state: State, command: CommandOf<K>, moment: Moment) => Decision<ReplyTo<K>>
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
  'resume after restart': (state, _, moment) => resumeAfterRestart(state, moment),
}

// A seed is for life: every id of the journal so far came from it. Other settings may change at a restart.
const openWorkspace = (state: State, asked: Settings, clock?: ClockState): Decision<undefined> => {
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

const noteRefusal = (command: Command, { refused, field, came }: Refusal): EntryBody => {
  const invoiceId =
    'order' in command ? command.order.invoiceId : 'invoiceId' in command ? command.invoiceId : undefined
  return {
    kind: 'request refused',
    asked: command.kind,
    refused,
    ...(invoiceId ? { invoiceId } : {}),
    ...(field ? { field } : {}),
    ...(came ? { came } : {}),
  }
}

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>

const replayers: { [K in EntryKind]: (state: State, entry: EntryOf<K>) => void } = {
  'workspace opened': (state, { settings }) => {
    state.settings = settings
  },
  'clock moved': (state, { clock }) => {
    state.clock = clock
  },
  'token issued': (state, { token }) => {
    state.tokens.set(token.digest, { ...token, spent: false })
    state.alarms.set({ what: 'token expires', id: token.digest, at: token.expiresAt })
  },
  'token expired': (state, { token }) => state.alarms.clear('token expires', token),
  'page opened': (state, { page }) => {
    state.pages.set(page.id, { ...page, attempts: state.pages.get(page.id)?.attempts ?? [] })
    const token = state.tokens.get(page.token)
    if (token) token.page = page.id
    state.alarms.set({ what: 'page expires', id: page.id, at: page.deadline })
  },
  'page ended': (state, { page: id, how }) => {
    const page = state.pages.get(id)
    state.alarms.clear('page expires', id)
    if (!page) return
    page.ended = how
    const token = state.tokens.get(page.token)
    if (token) token.spent = true
  },
  'payment decided': (state, { transaction }) => {
    const { id, order, token } = transaction
    state.transactions.set(id, transaction)
    const key = invoiceKey(order.terminal, order.invoiceId)
    const invoice = state.invoices.get(key) ?? { transactions: [] }
    invoice.transactions.push(id)
    if (transaction.reasonCode === 0) invoice.paid = id
    state.invoices.set(key, invoice)
    state.lastSix.set(lastSixKey(order.terminal, order.invoiceId), order.invoiceId)
    if (transaction.page) state.pages.get(transaction.page)?.attempts.push(id)
    const spent = state.tokens.get(token)
    if (spent && !transaction.page) spent.spent = true
  },
  'card saved': (state, { card }) => void state.cards.set(card.id, card),
  'postlink owed': (state, { postlink, dueAt, at }) => {
    state.postlinks.set(postlink.id, { ...postlink, state: 'due', owedAt: at, sending: false, attempts: [] })
    state.alarms.set({ what: 'postlink due', id: postlink.id, at: dueAt })
  },
  'postlink sent': (state, { postlink: id, attempt, leaseUntil, at }) => {
    const postlink = state.postlinks.get(id)
    if (!postlink) return
    postlink.sending = true
    postlink.attempts.push({ number: attempt, at })
    state.alarms.set({ what: 'postlink due', id, at: leaseUntil })
  },
  'postlink answered': (state, entry) => applyAnswer(state, entry, entry.at),
  'postlink requeued': (state, { postlink: id, dueAt }) => {
    const postlink = state.postlinks.get(id)
    if (!postlink) return
    postlink.state = 'due'
    postlink.sending = false
    state.alarms.set({ what: 'postlink due', id, at: dueAt })
  },
  'postlink held': (state, { postlink: id }) => {
    const postlink = state.postlinks.get(id)
    if (postlink) postlink.state = 'held'
    state.alarms.clear('postlink due', id)
  },
  'request refused': () => {},
}
