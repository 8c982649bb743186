import { MarkRequest, nameViolations } from '../contracts/mark.ts'
import type { Client, Terminal } from '../contracts/merchant.ts'
import type { Quirks } from '../contracts/quirk.ts'
import { violationsOf } from '../contracts/reader.ts'
import type { Rule } from '../contracts/rule.ts'
import { ruleViolations } from '../contracts/rule.ts'
import type { Instant } from '../contracts/time.ts'
import { openTestClient } from './client/test-client.ts'
import { overNetwork } from './client/transport.ts'
import { type Config, refuseUnknown, settingNames, toConfig } from './config.ts'
import { isRefusal } from './core/decision.ts'
import { ConfigError } from './errors.ts'
import type { BankAnswer } from './http/answer/watch.ts'
import { type Running, start } from './main.ts'
import { type CoverageView, coverageView } from './readings/coverage/table.ts'
import { alarmView, clockView, paymentView, postlinkView } from './readings/payments.ts'
import { answeredPostlink } from './workspace/answered-postlink.ts'
import { readClockOrder } from './workspace/clock-order.ts'
import { momentOf } from './workspace/copies.ts'
import type { Emulator } from './workspace/emulator.ts'
import { type At, seqAt } from './workspace/moment-of.ts'
import { defaultWorkspace, type Workspace } from './workspace/workspaces.ts'

/** What `epay-sandbox start` takes as flags or in its configuration file. */
export interface SandboxOptions
  extends Partial<Omit<Config, 'clock' | 'quirks' | 'format' | 'quiet' | 'stopTimeout' | 'drain'>> {
  clock?: 'system' | string | Date | Instant
  quirks?: Partial<Quirks>
  /** Called with every answer of the bank's side before it goes out: for checks. */
  onAnswer?(answer: BankAnswer): void
}

/** What payInvoice() may be told; of all else the sandbox has a default. */
export interface InvoiceOrder {
  /** In main units; 1000 when left out. */
  amount?: number
  currency?: string
  description?: string
  /** How it ends: 0 is paid, 484 has no money. */
  code?: number
  postLink?: string
  failurePostLink?: string
  backLink?: string
  accountId?: string
  secretHash?: string
}

const orderKeys: (keyof InvoiceOrder)[] = [
  ...(['amount', 'currency', 'description', 'code', 'postLink'] as const),
  ...(['failurePostLink', 'backLink', 'accountId', 'secretHash'] as const),
]

/** What to do to which payment or call. Throws ConfigError with every violation in words. */
const rulesOf = (emulator: Emulator) => ({
  async list() {
    await emulator.refresh()
    return structuredClone(emulator.state().rules)
  },
  async add(rule: Rule) {
    const problems = ruleViolations(rule).map(
      ({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`,
    )
    if (problems.length > 0) throw new ConfigError(`the rule cannot be added: ${problems.join('. ')}`)
    const added = await emulator.execute({ kind: 'add rule', rule })
    if (isRefusal(added)) throw new ConfigError(`the rule cannot be added: ${added.refused}`)
    return added
  },
  /** One rule by its id, or all of them; answers how many. */
  async clear(id?: string) {
    const answer = await emulator.execute({ kind: 'clear rules', ...(id === undefined ? {} : { id }) })
    if (isRefusal(answer)) throw new ConfigError(`rule "${id}" is not in force; list them: rules.list()`)
    return answer.cleared
  },
})

/** Which workspace of a running sandbox, and how its own life ends. */
interface FaceParts {
  running: Running
  workspace: Workspace
  nameFork(): string
  close(): Promise<void>
}

/** Places in time: names for them, and the way back. */
const momentsOf = ({ emulator }: Workspace) => ({
  /** Gives this moment a name. */
  async mark(name: string) {
    const violations = [...violationsOf(MarkRequest, { name }), ...nameViolations({ name })]
    if (violations.length > 0) throw new ConfigError(`mark "${name}": expected ${violations[0]?.expected}`)
    await emulator.execute({ kind: 'mark', name: name.trim() })
  },
  /** Back to a moment: an entry, an instant or a mark. Postlinks still owed then are held unless `deliver`. */
  async rewind(at: At, { deliver = false } = {}) {
    await emulator.refresh()
    await emulator.rewind(await seqAt(emulator, at), !deliver)
  },
})

/** The clock of the sandbox; whatever moves it answers what fell due meanwhile. */
const clockOf = ({ emulator, timekeeper }: Workspace) => {
  const move = async (body: object) => {
    const order = readClockOrder(body, emulator.now())
    if ('violations' in order) throw new ConfigError(`clock: expected ${order.violations[0]?.expected}`)
    const fired = await timekeeper.follow(order)
    return { ...clockView(emulator.state(), emulator.now()), fired: fired.map(alarmView) }
  }
  return {
    now: () => new Date(emulator.now()),
    advance: (duration: string) => move({ advance: duration }),
    set: (instant: string) => move({ set: instant }),
    system: () => move({ mode: 'system' }),
  }
}

interface Buyer {
  url: string
  token: string | undefined
  terminal: Terminal
  client: Client
}

const payerOf = ({ url, token, terminal, client }: Buyer) => {
  const buyer = openTestClient(overNetwork({ url, token }))
  const merchant = { terminal: terminal.id, clientId: client.id, clientSecret: client.secret }
  const usual = { amount: 1000, currency: 'KZT', description: 'Tea', backLink: `${url}/_sandbox/` }
  return async (invoiceId: string, order: InvoiceOrder = {}) => {
    refuseUnknown('payInvoice', order, orderKeys)
    const { code = 0, ...rest } = order
    return (await buyer.payOnPage({ ...usual, ...rest, ...merchant, invoiceId }, code)).payment
  }
}

const faceOf = ({ running, workspace, close }: FaceParts) => {
  const { emulator, name } = workspace
  const { terminals, clients } = emulator.state().world
  const terminal = terminals[0] as Terminal
  const client = clients.find(({ id }) => id === terminal.client) as Client
  const url = name === defaultWorkspace ? running.url : `${running.url}/w/${name}`
  let closing: Promise<void> | undefined
  const closeOnce = () => {
    closing ??= close()
    return closing
  }
  const current = async () => {
    await emulator.refresh()
    return emulator.state()
  }
  const rules = rulesOf(emulator)

  return {
    url,
    oauthUrl: `${url}/epay2/oauth2/token`,
    apiUrl: `${url}/api`,
    payformUrl: `${url}/payform/`,
    credentials: { clientId: client.id, clientSecret: client.secret, terminalId: terminal.id },
    clock: clockOf(workspace),
    rules,
    /** The next payment, and only the next, ends with this reason code; `when` says which payment is meant. */
    failNext: (reasonCode = 484, when: Rule['when'] = {}) =>
      rules.add({ when, then: { reasonCode }, times: 1 }),
    /** A buyer pays on the page, with a card that ends so: what a shop's order needs before there is a shop. */
    payInvoice: payerOf({ url, token: running.controlToken, terminal, client }),
    payments: async () => [...(await current()).transactions.values()].map(paymentView),
    /** Which behaviours of the bank this sandbox and its forks have met, and what would provoke the others. */
    coverage: (): CoverageView => coverageView(running.coverage.reading()),
    postlinks: async () => [...(await current()).postlinks.values()].map(postlinkView),
    /** Resolves with the invoice's first postlink once an attempt to deliver it has been answered, or has failed. */
    async waitForPostlink(invoiceId: string, how: { timeoutMs?: number } = {}) {
      refuseUnknown('waitForPostlink', how, ['timeoutMs'])
      return postlinkView(await answeredPostlink(emulator, invoiceId, how.timeoutMs ?? 10_000))
    },
    ...momentsOf(workspace),
    reset: () => emulator.reset(),
    /** Once is enough, twice does no harm; `await using sandbox = await createSandbox()` closes by itself. */
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  }
}

type Face = ReturnType<typeof faceOf>

export interface Sandbox extends Face {
  /**
   * A sandbox of its own that goes on from a moment of this one: an entry, an instant or a mark; now when left out.
   * Postlinks still owed then are held unless `deliver`. Its close() forgets it.
   */
  fork(options?: { at?: At; deliver?: boolean }): Promise<Sandbox>
}

const sandboxOf = (parts: FaceParts): Sandbox => ({
  ...faceOf(parts),
  async fork({ at, deliver = false } = {}) {
    const { running, nameFork } = parts
    const origin = parts.workspace
    await origin.emulator.refresh()
    const name = nameFork()
    const workspace = await running.workspaces.begin(name, await momentOf(origin, at, !deliver))
    return sandboxOf({ running, workspace, nameFork, close: () => running.workspaces.remove(name) })
  },
})

/** One sandbox inside the caller's process, on a free port. The default workspace, spoken to without HTTP. */
export const createSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  refuseUnknown('createSandbox', options, [...settingNames, 'onAnswer'])
  const { clock, onAnswer, ...given } = options
  const instant = typeof clock === 'number' ? new Date(clock) : clock
  const running = await start(
    toConfig({ port: 0, ...given, ...(instant === undefined ? {} : { clock: instant }) }),
    { onAnswer },
  )
  // A test that fails before close() must not keep its process: anyone who waits for an answer keeps it.
  running.unref()
  const workspace = await running.workspaces.get(defaultWorkspace)
  let forks = 0
  const nameFork = () => `fork-${++forks}`
  return sandboxOf({ running, workspace, nameFork, close: running.close })
}
