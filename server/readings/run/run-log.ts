import {
  type Entry,
  type EntryKind,
  ignored,
  type PostlinkRecord,
  type Transaction,
} from '../../../contracts/entry.ts'
import { maskSecrets } from '../../../contracts/mask.ts'
import { fromTiyn } from '../../../contracts/money.ts'
import { reasonOf } from '../../../contracts/reason-code.ts'
import type { Instant } from '../../../contracts/time.ts'
import { setApart, type TraitName } from './apart.ts'

/** What a report tells of a run and no state remembers: a reset between two tests forgets their payments. */

export interface RunPayment {
  workspace: string
  invoiceId: string
  amount: number
  currency: string
  status: string
  reasonCode: number
  reason: string
}

export interface RunPostlink {
  workspace: string
  invoiceId: string
  kind: 'success' | 'failure'
  url: string
  attempts: number
  /** What the shop answered last; nothing: it has not been sent. */
  answer: string
  taken: boolean
  /** What it has and none of those that were taken has: why the shop may have refused it. */
  apart: TraitName[]
}

export interface Call {
  host: string
  call: string
  status: number
  ms: number
}

export interface RunRecord {
  payments: RunPayment[]
  postlinks: RunPostlink[]
  assumed: string[]
  hosts: { host: string; requests: number }[]
  slowest: Call[]
}

/** One answered request; what it was is only asked of the slowest. */
export interface Timed {
  host: string
  ms: number
  status: number
  call(): string
}

export interface RunLog {
  entries(workspace: string, entries: Entry[]): void
  call(call: Timed): void
  read(at: Instant): RunRecord
}

const mostRows = 5_000
const mostHosts = 100
const mostSlow = 10

const keep = <Value>(map: Map<string, Value>, key: string, value: Value) => {
  map.set(key, value)
  if (map.size <= mostRows) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}

/** The way to a shop may carry what only it should know. */
const plainUrl = (url: string) => maskSecrets(url.split('?')[0] ?? '')

type Keeps = { [K in EntryKind]: ((entry: Extract<Entry, { kind: K }>) => void) | undefined }

/** What happens between payments, and says nothing of how the run went. */
const saysNothing = ignored(
  'card deactivated',
  'card saved',
  'challenge answered',
  'challenge asked',
  'clock moved',
  'invoice link ended',
  'invoice link made',
  'marked',
  'page ended',
  'page opened',
  'postlink held',
  'postlink requeued',
  'postlink sent',
  'qr ended',
  'qr made',
  'rule added',
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
)

/** As it was decided: its words are made for who reads them, and most payments of a run are never read. */
interface Decided {
  workspace: string
  transaction: Transaction
  status: Transaction['status']
}

const paymentOf = ({ workspace, transaction, status }: Decided): RunPayment => {
  const { order, reasonCode } = transaction
  const { invoiceId, currency } = order
  const { reason } = reasonOf(reasonCode)
  return { workspace, invoiceId, amount: fromTiyn(order.amount), currency, status, reasonCode, reason }
}

type Sent = Omit<RunPostlink, 'apart'> & Pick<PostlinkRecord, 'body' | 'contentType'>

/** Addresses are made safe when they are read: the journal holds them as they are. */
const postlinksOf = (sent: Sent[], at: Instant): RunPostlink[] => {
  const apartOf = setApart(sent, at)
  return sent.map((one) => {
    const { body, contentType, ...told } = one
    return { ...told, url: plainUrl(told.url), apart: apartOf(one) }
  })
}

const openBook = () => {
  const payments = new Map<string, Decided>()
  const postlinks = new Map<string, Sent>()
  const assumed = new Set<string>()
  const guess = (rules: string[] = []) => {
    for (const rule of rules) assumed.add(rule)
  }
  const keepsFor = (workspace: string): Keeps => ({
    ...saysNothing,
    'payment decided': ({ transaction }) => {
      guess(transaction.assumed)
      keep(payments, transaction.id, { workspace, transaction, status: transaction.status })
    },
    'payment operated': ({ transaction, to }) => {
      guess(to.assumed)
      const known = payments.get(transaction)
      if (known) known.status = to.status
    },
    'postlink owed': ({ postlink }) => {
      guess(postlink.assumed)
      const { id, invoiceId, kind, url, body, contentType } = postlink
      const sent = {
        workspace,
        invoiceId,
        kind,
        url,
        body,
        contentType,
        attempts: 0,
        answer: '',
        taken: false,
      }
      // What a rule spoils says nothing of the shop that refuses it.
      if (!postlink.lost && !postlink.altered && !postlink.corrupt) keep(postlinks, id, sent)
    },
    'postlink answered': ({ postlink: id, attempt, answer, assumed: rules }) => {
      guess(rules)
      const known = postlinks.get(id)
      if (!known) return
      const { status, error } = answer
      known.attempts = attempt
      known.answer = status === undefined ? maskSecrets(error ?? '') : `HTTP ${status}`
      known.taken ||= status !== undefined && status >= 200 && status < 300
    },
    'request refused': ({ assumed: rules }) => guess(rules),
  })
  return { payments, postlinks, assumed, keepsFor }
}

const openCalls = () => {
  const hosts = new Map<string, number>()
  let slowest: Call[] = []
  /** Below it nothing is among the slowest. */
  let least = 0
  return {
    hosts,
    slowest: () => slowest,
    add({ host: asked, ms, status, call }: Timed) {
      const host = hosts.has(asked) || hosts.size < mostHosts ? asked : 'others'
      hosts.set(host, (hosts.get(host) ?? 0) + 1)
      if (slowest.length === mostSlow && ms <= least) return
      const slow = { host: asked, call: call(), status, ms }
      slowest = [...slowest, slow].sort((one, other) => other.ms - one.ms).slice(0, mostSlow)
      least = slowest.at(-1)?.ms ?? 0
    },
  }
}

export const openRunLog = (): RunLog => {
  const { payments, postlinks, assumed, keepsFor } = openBook()
  const calls = openCalls()
  const keepsBy = new Map<string, Keeps>()
  return {
    entries(workspace, entries) {
      const keeps = keepsBy.get(workspace) ?? keepsFor(workspace)
      keepsBy.set(workspace, keeps)
      for (const entry of entries) (keeps[entry.kind] as ((entry: Entry) => void) | undefined)?.(entry)
    },
    call: calls.add,
    read: (at) => ({
      payments: [...payments.values()].map(paymentOf),
      postlinks: postlinksOf([...postlinks.values()], at),
      assumed: [...assumed].sort(),
      hosts: [...calls.hosts].map(([host, requests]) => ({ host, requests })),
      slowest: calls.slowest(),
    }),
  }
}
