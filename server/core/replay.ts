import type { Entry, EntryKind } from '../../contracts/entry.ts'
import { invoiceKey, lastSixKey } from './invoice.ts'
import { applyAnswer } from './postlink.ts'
import type { State } from './state.ts'

/** One entry happens to the state. The only place where state changes. */
export const replay = (state: State, entry: Entry): void => {
  const replayer = replayers[entry.kind] as (state: State, entry: Entry) => void
  replayer(state, entry)
  state.seq = entry.seq
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
    state.postlinks.set(postlink.id, {
      ...postlink,
      state: postlink.waitsFor ? 'held' : 'due',
      owedAt: at,
      sending: false,
      attempts: [],
    })
    if (postlink.waitsFor) state.waiting.add(postlink.id)
    else state.alarms.set({ what: 'postlink due', id: postlink.id, at: dueAt })
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
    state.waiting.delete(id)
    state.alarms.set({ what: 'postlink due', id, at: dueAt })
  },
  'postlink held': (state, { postlink: id }) => {
    const postlink = state.postlinks.get(id)
    if (postlink) postlink.state = 'held'
    state.alarms.clear('postlink due', id)
  },
  'rule added': (state, { rule }) => void state.rules.push({ ...rule }),
  'rules cleared': (state, { rules }) => {
    state.rules = state.rules.filter(({ id }) => !rules.includes(id))
  },
  'rule matched': (state, { rule: id }) => {
    const rule = state.rules.find((active) => active.id === id)
    if (!rule) return
    rule.matched += 1
    if (rule.times === rule.matched) state.rules = state.rules.filter((active) => active !== rule)
  },
  'request refused': () => {},
}
