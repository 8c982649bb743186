import type { Client, Terminal } from '../contracts/merchant.ts'
import type { Quirks } from '../contracts/quirk.ts'
import type { Rule } from '../contracts/rule.ts'
import { ruleViolations } from '../contracts/rule.ts'
import type { Instant } from '../contracts/time.ts'
import { type Config, toConfig } from './config.ts'
import { isRefusal } from './core/decision.ts'
import { ConfigError } from './errors.ts'
import type { BankAnswer } from './http/answer/watch.ts'
import { start } from './main.ts'
import { alarmView, clockView, paymentView, postlinkView } from './readings/payments.ts'
import { answeredPostlink } from './workspace/answered-postlink.ts'
import { readClockOrder } from './workspace/clock-order.ts'
import type { Emulator } from './workspace/emulator.ts'
import { defaultWorkspace } from './workspace/workspaces.ts'

/** What `epay-sandbox start` takes as flags or in its configuration file. */
export interface SandboxOptions
  extends Partial<Omit<Config, 'clock' | 'quirks' | 'format' | 'quiet' | 'stopTimeout' | 'drain'>> {
  clock?: 'system' | string | Date | Instant
  quirks?: Partial<Quirks>
  /** Called with every answer of the bank's side before it goes out: for checks. */
  onAnswer?(answer: BankAnswer): void
}

/** What to do to which payment or call. Throws ConfigError with every violation in words. */
const rulesOf = (emulator: Emulator) => ({
  async list() {
    await emulator.refresh()
    return structuredClone(emulator.state().rules)
  },
  async add(rule: Rule) {
    const told = ruleViolations(rule).map(
      ({ where, came, expected }) => `${where}: came ${came}, expected ${expected}`,
    )
    if (told.length > 0) throw new ConfigError(`the rule cannot be added: ${told.join('. ')}`)
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

/** One sandbox inside the caller's process, on a free port. The default workspace, spoken to without HTTP. */
export const createSandbox = async (options: SandboxOptions = {}) => {
  const { clock, onAnswer, ...given } = options
  const instant = typeof clock === 'number' ? new Date(clock) : clock
  const running = await start(
    toConfig({ port: 0, ...given, ...(instant === undefined ? {} : { clock: instant }) }),
    { onAnswer },
  )
  const { emulator, timekeeper } = await running.workspaces.get(defaultWorkspace)
  const { terminals, clients } = emulator.state().world
  const terminal = terminals[0] as Terminal
  const client = clients.find(({ id }) => id === terminal.client) as Client
  let closing: Promise<void> | undefined
  const current = async () => {
    await emulator.refresh()
    return emulator.state()
  }
  const move = async (body: object) => {
    const order = readClockOrder(body, emulator.now())
    if ('violations' in order) throw new ConfigError(`clock: expected ${order.violations[0]?.expected}`)
    const fired = await timekeeper.follow(order)
    return { ...clockView(emulator.state(), emulator.now()), fired: fired.map(alarmView) }
  }

  return {
    url: running.url,
    oauthUrl: `${running.url}/epay2/oauth2/token`,
    apiUrl: `${running.url}/api`,
    payformUrl: `${running.url}/payform/`,
    credentials: { clientId: client.id, clientSecret: client.secret, terminalId: terminal.id },
    clock: {
      now: () => new Date(emulator.now()),
      advance: (duration: string) => move({ advance: duration }),
      set: (instant: string) => move({ set: instant }),
      system: () => move({ mode: 'system' }),
    },
    rules: rulesOf(emulator),
    payments: async () => [...(await current()).transactions.values()].map(paymentView),
    postlinks: async () => [...(await current()).postlinks.values()].map(postlinkView),
    /** Resolves with the invoice's first postlink once an attempt to deliver it has been answered, or has failed. */
    waitForPostlink: async (invoiceId: string, { timeoutMs = 10_000 } = {}) =>
      postlinkView(await answeredPostlink(emulator, invoiceId, timeoutMs)),
    reset: () => emulator.reset(),
    /** Once is enough, twice does no harm. */
    close: () => {
      closing ??= running.close()
      return closing
    },
  }
}

export type Sandbox = Awaited<ReturnType<typeof createSandbox>>
