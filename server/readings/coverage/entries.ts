import { postlinkFaultNames, type Use } from '../../../contracts/behaviour.ts'
import { type Entry, type EntryKind, ignored, type Transaction } from '../../../contracts/entry.ts'
import { reasonOf } from '../../../contracts/reason-code.ts'
import type { PostlinkFault, Rule } from '../../../contracts/rule.ts'
import type { State } from '../../core/state.ts'
import { showQuirks } from './answers.ts'
import type { Room } from './table.ts'

/** What an entry of the journal shows of the bank. */

interface Seen {
  room: Room
  state: State
  /** By id; those that have been used up are in no state any more. */
  rules: Map<string, Rule>
}

type Note = { [K in EntryKind]: ((seen: Seen, entry: Extract<Entry, { kind: K }>) => void) | undefined }

/** Other ways to pay are counted as calls alone. */
const usePaidBy: Partial<Record<Transaction['via'], Use>> = {
  page: 'page',
  'saved card': 'chargeSavedCard',
  cryptogram: 'cryptopay',
  wallet: 'cryptopay',
  'invoice link': 'openInvoiceLink',
  qr: 'makeQr',
}

/** By a link or a code an outcome is only good or bad: the page behind them is the bank's. */
const isDoor = (use: Use) => use === 'openInvoiceLink' || use === 'makeQr'

const outcomeOf = ({ status, reasonCode }: Transaction, use: Use): string => {
  if (isDoor(use)) return status === 'REJECT' ? 'unpaid' : reasonCode === 0 ? 'paid' : 'declined'
  if (reasonCode !== 0) return `declined: ${reasonOf(reasonCode).advice}`
  return status === 'AUTH' ? 'held' : status === 'VERIFIED' ? 'verified' : 'charged'
}

const isSecondTry = (state: State, { id, order }: Transaction) =>
  (state.invoices.get(`${order.terminal}/${order.invoiceId}`)?.transactions.indexOf(id) ?? 0) > 0

const asked: Record<string, Use> = { 'open page': 'page', 'pay on page': 'page' }

const noteDecided: Note['payment decided'] = ({ room, state, rules }, { transaction }) => {
  const use = usePaidBy[transaction.via]
  if (!use) return
  room.use(use)
  room.meet(use, outcomeOf(transaction, use))
  if (rules.get(transaction.rule ?? '')?.then.visibleAfter && !isDoor(use)) room.meet(use, 'late')
  if (use === 'page' && transaction.reasonCode === 0 && isSecondTry(state, transaction))
    room.meet(use, 'again')
}

/** Rules change the postlink of the payment they were about. */
const faultOf = ({ state, rules }: Seen, transaction: string): PostlinkFault =>
  rules.get(state.transactions.get(transaction)?.rule ?? '')?.then.postlink ?? {}

const noteSent: Note['postlink sent'] = (seen, { postlink: id, attempt }) => {
  const { room, state } = seen
  const postlink = state.postlinks.get(id)
  if (!postlink) return
  const before = postlink.attempts.find(({ number }) => number === attempt - 1)?.answer?.status
  if (attempt > 1 && Math.floor((before ?? 0) / 100) !== 2) room.meet('postlinks', 'retried')
  const fault = faultOf(seen, postlink.transaction)
  for (const name of postlinkFaultNames)
    if (fault[name] !== undefined && (name !== 'copies' || postlink.copyOf)) room.meet('postlinks', name)
  room.meet('postlinks', postlink.kind)
  if (postlink.kind === 'success') showQuirks(room, 'postlinks', state.settings?.quirks)
}

const notes: Note = {
  ...ignored(
    'card deactivated',
    'card saved',
    'challenge asked',
    'clock moved',
    'invoice link made',
    'postlink answered',
    'postlink held',
    'postlink requeued',
    'qr ended',
    'qr made',
    'rule matched',
    'rules cleared',
    'instalment asked',
    'instalment moved',
    'settlement made',
    'subscription charged',
    'subscription ended',
    'subscription made',
    'token expired',
    'token issued',
    'workspace opened',
  ),
  'rule added': ({ rules }, { rule }) => void rules.set(rule.id, rule),
  marked: ({ room }, { name }) => room.mark(name),
  'page opened': ({ room }, { page }) => {
    if (page.link || page.qr) return
    room.use('page')
    room.meet('page', 'answered')
  },
  'request refused': ({ room }, { asked: command, refused }) => {
    const use = asked[command]
    if (use) room.use(use)
    if (use) room.meet(use, refused)
  },
  'payment decided': noteDecided,
  'challenge answered': ({ room, state }, { challenge, how }) => {
    const via = state.challenges.get(challenge)?.transaction.via
    const use = via && usePaidBy[via]
    if (use && !isDoor(use)) room.meet(use, `3-D Secure ${how === 'failed' ? 'wrong' : how}`)
  },
  'page ended': ({ room, state }, { page: id, how }) => {
    if (how !== 'expired') return
    const page = state.pages.get(id)
    room.meet(page?.qr ? 'makeQr' : page?.link ? 'openInvoiceLink' : 'page', 'unpaid')
  },
  'invoice link ended': ({ room }, { how }) => {
    if (how === 'expired') room.meet('openInvoiceLink', 'unpaid')
  },
  'payment operated': ({ room, state }, { transaction: id, operation, to }) => {
    const order = state.transactions.get(id)?.order
    if (operation === 'expire') room.meet('charge', 'lapsed')
    if (operation === 'charge') room.meet('charge', to.charged === order?.amount ? 'whole' : 'part')
    if (operation === 'refund') room.meet('refund', to.amount === 0 ? 'whole' : 'part')
  },
  'postlink owed': (seen, { postlink }) => {
    seen.room.use('postlinks')
    if (postlink.lost) seen.room.meet('postlinks', 'lost')
  },
  'postlink sent': noteSent,
}

export const noteEntries = (seen: Seen, entries: Entry[]): void => {
  for (const entry of entries)
    (notes[entry.kind] as ((seen: Seen, entry: Entry) => void) | undefined)?.(seen, entry)
}
