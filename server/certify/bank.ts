import { toPostlink } from '../../contracts/postlink.ts'
import type { Quirks } from '../../contracts/quirk.ts'
import type { Transaction } from '../../contracts/record.ts'
import type { Rule } from '../../contracts/rule.ts'
import { environmentOf } from '../client/environment.ts'
import { credentialsOf, type Merchant } from '../client/purchase.ts'
import { openTestClient } from '../client/test-client.ts'
import { overNetwork } from '../client/transport.ts'
import { toConfig } from '../config.ts'
import { isRefusal } from '../core/decision.ts'
import type { Postlink } from '../core/state.ts'
import { settingsOf } from '../core/state.ts'
import { ConfigError } from '../errors.ts'
import { start, world } from '../main.ts'
import { readClockOrder } from '../workspace/clock-order.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'
import { Trouble } from './trouble.ts'

/** A postlink's fields, as the case bends them. */
export type Body = Record<string, unknown>

export interface BankOptions {
  seed: string
  port: number
  /** Hosts beside the near ones that postlinks may go to. */
  own: string[]
  terminal?: string
}

const merchantAt = (asked: string | undefined): Merchant => {
  const terminal = asked ? world.terminals.find(({ id }) => id === asked) : world.terminals[0]
  if (terminal) return { terminal: terminal.id, ...credentialsOf(terminal.id) }
  const known = world.terminals.map(({ id, shop }) => `${id} (${shop})`).join(', ')
  throw new ConfigError(`terminal: came ${asked}, expected one of ${known}`)
}

/** What is done in the bank's cabinet, where no merchant's code is asked. */
const cabinetOf =
  (url: string, merchant: Merchant) =>
  ({ id }: Transaction, operation: 'refund' | 'cancel'): Promise<void> =>
    openTestClient(overNetwork({ url }))
      .operate(operation, id, { merchant })
      .catch(({ message }: Error) => {
        throw new Trouble(`the sandbox refused to ${operation}: ${message}`)
      })

/** A real sandbox in this process: its clock stands still unless a case moves it. */
export const openBank = async ({ seed, port, own, terminal: asked }: BankOptions) => {
  const merchant = merchantAt(asked)
  const running = await start(toConfig({ seed, port, allowPostlinksTo: own }))
  const { emulator, timekeeper } = await running.workspaces.get(defaultWorkspace)
  const advance = async (duration: string) => {
    const order = readClockOrder({ advance: duration }, emulator.now())
    if ('violations' in order) throw new Error(`the duration ${duration} cannot be read`)
    await timekeeper.follow(order)
  }
  // Advancing by nothing stops the clock at today: a merchant may well compare dates with its own.
  await advance('PT0S')

  const execute = async (command: Parameters<typeof emulator.execute>[0]) => {
    const reply = await emulator.execute(command)
    if (isRefusal(reply)) throw new Trouble(`the sandbox refused: ${reply.refused}`)
  }
  return {
    url: running.url,
    payformUrl: `${running.url}/payform/`,
    environment: {
      ...environmentOf(running.url),
      EPAY_TERMINAL_ID: merchant.terminal,
      EPAY_CLIENT_ID: merchant.clientId,
      EPAY_CLIENT_SECRET: merchant.clientSecret,
    },
    advance,
    now: () => emulator.now(),
    /** Resolves when every postlink that is due has been answered. */
    settled: () => timekeeper.idle(),
    addRule: (rule: Rule) => execute({ kind: 'add rule', rule }),
    /** Resolves when a rule has bent something. */
    matched: () =>
      new Promise<void>((resolve) => {
        const stop = emulator.onEntries((entries) => {
          if (!entries.some(({ kind }) => kind === 'rule matched')) return
          stop()
          resolve()
        })
      }),
    async clearRules() {
      if (emulator.state().rules.length > 0) await execute({ kind: 'clear rules' })
    },
    resend: (postlink: Postlink) => execute({ kind: 'resend postlink', postlink: postlink.id }),
    transactions: (): Transaction[] => [...emulator.state().transactions.values()],
    postlinkOf: (transaction: Transaction): Postlink | undefined =>
      [...emulator.state().postlinks.values()].findLast((owed) => owed.transaction === transaction.id),
    /** What the bank says, or would say, of a transaction. */
    bodyOf: (transaction: Transaction, quirks: Partial<Quirks> = {}): Body => ({
      ...toPostlink(transaction, { ...settingsOf(emulator.state()).quirks, ...quirks }),
    }),
    operate: cabinetOf(running.url, merchant),
    close: () => running.close(),
  }
}

export type Bank = Awaited<ReturnType<typeof openBank>>
