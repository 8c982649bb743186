import { toPostlink } from '../../contracts/postlink.ts'
import type { Quirks } from '../../contracts/quirk.ts'
import type { Transaction } from '../../contracts/record.ts'
import type { RegisterRow } from '../../contracts/register.ts'
import { environmentOf } from '../client/environment.ts'
import { credentialsOf, type Merchant } from '../client/purchase.ts'
import { openTestClient } from '../client/test-client.ts'
import { overInject, overNetwork } from '../client/transport.ts'
import { toConfig } from '../config.ts'
import { settingsOf } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import { start, world } from '../main.ts'
import { readClockOrder } from '../workspace/clock-order.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'
import { openLedger } from './ledger.ts'
import type { Order } from './merchant.ts'
import { Trouble } from './trouble.ts'

/** A postlink's fields, as the case changes them. */
export type Body = Record<string, unknown>

export interface BankOptions {
  seed: string
  port: number
  /** Hosts beside the near ones that postlinks may go to. */
  own: string[]
  terminal?: string
  /** Whether the terminal charges at once or holds money first; as the terminal is when left out. */
  stages?: Stages
}

export type Stages = 'one' | 'two'

interface TestTerminal extends Merchant {
  stages: Stages
}

const terminalAt = (asked: string | undefined, wanted: Stages | undefined): TestTerminal => {
  const terminal = asked ? world.terminals.find(({ id }) => id === asked) : world.terminals[0]
  if (terminal) {
    const own = terminal.singleMessageScheme ? 'one' : 'two'
    if (wanted && wanted !== own && !terminal.sharedTest)
      throw new ConfigError(
        `--stages ${wanted}: the terminal ${terminal.id} has ${own}; ` +
          'leave terminal: out for the test terminal, which can be both',
      )
    return { terminal: terminal.id, ...credentialsOf(terminal.id), stages: wanted ?? own }
  }
  const known = world.terminals.map(({ id, shop }) => `${id} (${shop})`).join(', ')
  throw new ConfigError(`terminal: got ${asked}, expected one of ${known}`)
}

const refusedTo =
  (what: string) =>
  ({ message }: Error): never => {
    throw new Trouble(`the sandbox refused to ${what}: ${message}`)
  }

/** What is done in the bank's cabinet, where no merchant's code is asked. */
const cabinetOf = (url: string, merchant: Merchant) => {
  const client = openTestClient(overNetwork({ url }))
  const { terminal } = merchant
  return {
    operate: (
      { id }: Transaction,
      operation: 'charge' | 'refund' | 'cancel',
      amount?: number,
    ): Promise<void> =>
      client
        .operate(operation, id, { merchant, ...(amount === undefined ? {} : { amount }) })
        .catch(refusedTo(operation)),
    /** Past the shop: no token, no page, no postlink. */
    payInCabinet: async ({ invoiceId, amount, currency }: Order): Promise<void> => {
      await client
        .control('payments', { invoiceId, amount, currency, terminal })
        .catch(refusedTo('take the payment'))
    },
    /** Everything of the terminal, oldest first. */
    register: async (): Promise<RegisterRow[]> => {
      const wish = { paging: { page: 0, size: 1000 } }
      const token = await client.serviceToken(merchant)
      const { records } = await client.call<{ records: RegisterRow[] }>('/api/operations', token, wish)
      return records
    },
  }
}

/** A real sandbox in this process: its clock stands still unless a case moves it. */
export const openBank = async ({ seed, port, own, terminal: asked, stages }: BankOptions) => {
  const { stages: held, ...merchant } = terminalAt(asked, stages)
  const more = stages ? { stages } : {}
  const running = await start(toConfig({ seed, port, allowPostlinksTo: own, ...more }))
  const { emulator, timekeeper } = await running.workspaces.get(defaultWorkspace)
  const advance = async (duration: string) => {
    const order = readClockOrder({ advance: duration }, emulator.now())
    if ('violations' in order) throw new Error(`the duration ${duration} cannot be read`)
    await timekeeper.follow(order)
  }
  // Advancing by nothing stops the clock at today: a merchant may well compare dates with its own.
  await advance('PT0S')

  return {
    url: running.url,
    payformUrl: `${running.url}/payform/`,
    environment: {
      ...environmentOf(running.url),
      EPAY_TERMINAL_ID: merchant.terminal,
      EPAY_CLIENT_ID: merchant.clientId,
      EPAY_CLIENT_SECRET: merchant.clientSecret,
      EPAY_TERMINAL_STAGES: held,
    },
    /** The buyer's browser lives in the same process; a shop may send it somewhere else, too. */
    browserAt: (origin: string) =>
      origin === new URL(running.url).origin
        ? overInject(running.app, { url: origin })
        : overNetwork({ url: origin }),
    terminal: merchant.terminal,
    stages: held,
    advance,
    now: () => emulator.now(),
    ...openLedger(emulator),
    /** What the bank says, or would say, of a transaction. */
    bodyOf: (transaction: Transaction, quirks: Partial<Quirks> = {}): Body => ({
      ...toPostlink(transaction, { ...settingsOf(emulator.state()).quirks, ...quirks }),
    }),
    ...cabinetOf(running.url, merchant),
    close: () => running.close(),
  }
}

export type Bank = Awaited<ReturnType<typeof openBank>>
