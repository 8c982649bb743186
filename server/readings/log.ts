import { styleText } from 'node:util'
import { type Entry, type EntryKind, ignored, type Transaction } from '../../contracts/entry.ts'
import { moneyText } from '../../contracts/money.ts'
import { reasonOf } from '../../contracts/reason-code.ts'
import { refusals } from '../../contracts/refusal.ts'
import { bankTime } from '../../contracts/time.ts'
import type { State } from '../core/state.ts'
import { printable } from '../redaction/printable.ts'

type Tone = 'green' | 'yellow' | 'red' | 'dim'

/** One event for somebody watching: in words, and as facts for a program. */
interface LogLine {
  /** `←` asked of the bank, `→` sent by it, `✓ ✕ …` how it ended. */
  arrow: string
  what: string
  tone?: Tone
  invoiceId?: string
  /** Asked for where it is shown. */
  outcome(): string
  facts?: Record<string, unknown>
}

type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }>
type Tellers = { [K in EntryKind]: ((entry: EntryOf<K>, state: State) => LogLine | undefined) | undefined }

/** Writes an instant; once for all that falls into the same millisecond. */
const writtenOnce = (write: (at: number) => string) => {
  let last = { at: Number.NaN, text: '' }
  return (at: number): string => {
    if (at !== last.at) last = { at, text: write(at) }
    return last.text
  }
}

const clockTime = writtenOnce((at) => bankTime(at).slice(11, 19))
const isoTime = writtenOnce((at) => new Date(at).toISOString())
const spanText = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`)
const joined = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join('  ')

const attempt = (transaction: Transaction, at: number, state: State): LogLine => {
  const { order, status, reasonCode, card, page, rule } = transaction
  const opened = page === undefined ? undefined : state.pages.get(page)?.openedAt
  const durationMs = opened === undefined ? undefined : at - opened
  const reason = reasonCode === 0 ? undefined : reasonOf(reasonCode).reason
  return {
    arrow: status === '3D' ? '…' : reasonCode === 0 ? '✓' : '✕',
    what: status,
    tone: status === '3D' ? 'yellow' : reasonCode === 0 ? 'green' : 'red',
    invoiceId: order.invoiceId,
    outcome: () =>
      joined(
        moneyText(order.amount, order.currency),
        reason && `${reasonCode} ${reason}`,
        card?.mask,
        durationMs !== undefined && `after ${spanText(durationMs)}`,
        rule && '(rule)',
      ),
    facts: { status, reasonCode, reason, durationMs, rule },
  }
}

/** What an operation moved: of a part that was refunded before, the sum of all parts. */
const movedBy = (operation: string, to: EntryOf<'payment operated'>['to'], order: Transaction['order']) =>
  operation === 'charge' ? to.charged : operation === 'refund' ? to.refunded : order.amount

const tellers: Tellers = {
  ...ignored(
    'card deactivated',
    'card saved',
    'challenge answered',
    'marked',
    'postlink held',
    'postlink owed',
    'postlink requeued',
    'postlink sent',
    'rule added',
    'rules cleared',
    'subscription charged',
    'subscription ended',
    'token expired',
    'workspace opened',
  ),
  'token issued': ({ token: { client, invoiceId, amount, currency } }) => ({
    arrow: '←',
    what: 'token',
    ...(invoiceId ? { invoiceId } : {}),
    outcome: () => joined(amount !== undefined && moneyText(amount, currency ?? ''), client),
    facts: { client },
  }),
  'page opened': ({ page: { order } }) => ({
    arrow: '←',
    what: 'page',
    invoiceId: order.invoiceId,
    outcome: () => joined(moneyText(order.amount, order.currency), order.description),
  }),
  'page ended': ({ page, how }, state) =>
    how === 'expired'
      ? {
          ...{ arrow: '✕', what: 'page', tone: 'yellow', outcome: () => 'expired unpaid', facts: { how } },
          invoiceId: state.pages.get(page)?.order.invoiceId,
        }
      : undefined,
  'invoice link made': ({ link: { id, order, expiresAt } }) => ({
    ...{ arrow: '←', what: 'link', invoiceId: order.invoiceId },
    outcome: () => joined(moneyText(order.amount, order.currency), `until ${bankTime(expiresAt)}`, id),
    facts: { link: id },
  }),
  'invoice link ended': ({ link, how }, state) => ({
    ...{ arrow: '✕', what: 'link', tone: 'yellow', outcome: () => how, facts: { link, how } },
    invoiceId: state.links.get(link)?.order.invoiceId,
  }),
  'qr made': ({ qr: { billNumber, order, deadline } }) => ({
    ...{ arrow: '←', what: 'QR code', invoiceId: order.invoiceId },
    outcome: () =>
      joined(moneyText(order.amount, order.currency), `until ${clockTime(deadline)}`, billNumber),
    facts: { billNumber },
  }),
  'qr ended': ({ qr, how }, state) => ({
    ...{ arrow: '✕', what: 'QR code', tone: 'yellow', outcome: () => how, facts: { billNumber: qr, how } },
    invoiceId: state.qrs.get(qr)?.order.invoiceId,
  }),
  'challenge asked': ({ challenge: { transaction, code }, at }, state) => {
    const line = attempt(transaction, at, state)
    return { ...line, outcome: () => joined(line.outcome(), `the right code is ${code}`) }
  },
  'payment decided': ({ transaction, at }, state) => attempt(transaction, at, state),
  'payment operated': ({ transaction, operation, to }, state) => {
    const order = state.transactions.get(transaction)?.order
    return {
      arrow: operation === 'expire' ? '…' : '←',
      what: operation,
      tone: 'green',
      invoiceId: order?.invoiceId,
      outcome: () => joined(to.status, order && moneyText(movedBy(operation, to, order), order.currency)),
      facts: { operation, status: to.status },
    }
  },
  'subscription made': ({ subscription: { id, order, frequency } }) => ({
    ...{ arrow: '←', what: 'subscription', invoiceId: order.invoiceId },
    outcome: () => joined(frequency, moneyText(order.amount, order.currency), id),
    facts: { subscription: id, frequency },
  }),
  'instalment asked': ({ instalment: { id, order, condition } }) => ({
    ...{ arrow: '←', what: 'instalment', invoiceId: order.invoiceId },
    outcome: () => joined(`${condition.monthCount} months`, moneyText(order.amount, order.currency), id),
    facts: { instalment: id, months: condition.monthCount },
  }),
  'instalment moved': ({ instalment, status }, state) => ({
    ...{ arrow: '…', what: 'instalment', invoiceId: state.instalments.get(instalment)?.order.invoiceId },
    outcome: () => status,
    facts: { instalment, status },
  }),
  'settlement made': ({ settlement: { terminal, lines } }) => ({
    ...{ arrow: '…', what: 'payout', tone: 'green' as const },
    outcome: () => joined(`${lines.length} payments`, `terminal ${terminal}`),
    facts: { terminal, payments: lines.length },
  }),
  'postlink answered': ({ postlink, answer, attempt, retryAt }, state) => {
    const { status, error, durationMs } = answer
    const isTaken = status !== undefined && status >= 200 && status < 300
    return {
      arrow: '→',
      what: 'postlink',
      tone: isTaken ? 'green' : retryAt === undefined ? 'red' : 'yellow',
      invoiceId: state.postlinks.get(postlink)?.invoiceId,
      outcome: () =>
        joined(
          `${status ?? error ?? 'nothing'}`,
          spanText(durationMs),
          attempt > 1 && `attempt ${attempt}`,
          retryAt !== undefined && `again at ${clockTime(retryAt)}`,
        ),
      facts: { attempt, status, error, durationMs },
    }
  },
  'request refused': ({ asked, refused, invoiceId, field, got }) => ({
    arrow: '✕',
    what: 'refused',
    tone: 'red',
    ...(invoiceId ? { invoiceId } : {}),
    outcome: () =>
      joined(
        `${asked}: ${refused}`,
        field && got !== undefined && `${field} was ${got}`,
        refusals[refused]?.fix,
      ),
    facts: { asked, refused, field, got },
  }),
  'rule matched': ({ rule, asked, invoiceId }) =>
    // What a rule does to a payment is told with the payment.
    asked.includes('pay') || asked.includes('charge')
      ? undefined
      : {
          arrow: '…',
          what: 'rule',
          tone: 'yellow',
          invoiceId,
          outcome: () => `changes ${asked}`,
          facts: { rule, asked },
        },
  'clock moved': ({ clock }) => ({
    ...{ arrow: '…', what: 'clock', tone: 'dim' as const },
    outcome: () => (clock.mode === 'system' ? 'real time' : `stands at ${bankTime(clock.now)}`),
  }),
}

export interface LogFormat {
  format: 'text' | 'json'
  /** Where the text goes: colours only where they can be seen. */
  stream: NodeJS.WritableStream
  /** Named when it is not the default one. */
  workspace?: string
  /** The request that was answered when this happened. */
  request?: string
}

const asText = (entry: Entry, line: LogLine, { stream, workspace, request }: LogFormat) => {
  const { arrow, what, tone, invoiceId = '' } = line
  const paint = (style: Tone | 'bold', text: string) => styleText(style, text, { stream })
  const head = `${arrow} ${what.padEnd(9)}`
  return joined(
    paint('dim', clockTime(entry.at)),
    printable(invoiceId).padEnd(12),
    tone ? paint(tone, head) : head,
    printable(line.outcome()),
    workspace && `(workspace ${workspace})`,
    // Of what went well it would be noise.
    entry.kind === 'request refused' && request && `(request ${request})`,
  ).trimEnd()
}

const asJson = (entry: Entry, { invoiceId, facts }: LogLine, { workspace, request }: LogFormat) =>
  printable(
    JSON.stringify({ event: entry.kind, at: isoTime(entry.at), workspace, request, invoiceId, ...facts }),
  )

/** The lines about what happened at once, ready to be written at once; nothing when nobody would care. */
export const logText = (entries: Entry[], state: State, where: LogFormat): string => {
  let text = ''
  for (const entry of entries) {
    const tell = tellers[entry.kind] as ((entry: Entry, state: State) => LogLine | undefined) | undefined
    const line = tell?.(entry, state)
    if (line) text += `${where.format === 'json' ? asJson(entry, line, where) : asText(entry, line, where)}\n`
  }
  return text
}
