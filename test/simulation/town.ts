import type { Entry, Order } from '../../contracts/entry.ts'
import { chooseQuirks } from '../../contracts/quirk.ts'
import { systemClock } from '../../server/adapters/clock/system.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../../server/core/command.ts'
import { isRefusal } from '../../server/core/decision.ts'
import { type Emulator, openEmulator } from '../../server/workspace/emulator.ts'
import { openBeside } from '../beside.ts'
import { noon, world } from '../core/given.ts'
import type { Chance } from './chance.ts'

export interface Known {
  accessToken: string
  order: Order
}

/** What merchants, buyers and a developer remember while they play. */
export interface Memory {
  tokens: Known[]
  services: string[]
  pages: string[]
  links: string[]
  /** Numbers of codes to scan. */
  bills: string[]
  challenges: string[]
  /** The issuer's words, on their way back to the bank. */
  words: { challenge: string; paRes: string }[]
  payments: string[]
  /** Those of them with money to move. */
  paid: string[]
  postlinks: string[]
  cards: string[]
  subscriptions: string[]
  /** Attempts on their way to a merchant. */
  underway: { postlink: string; attempt: number }[]
  /** Every card number that was typed: none may be found again. */
  pans: Set<string>
}

export interface Town {
  chance: Chance
  memory: Memory
  emulator(): Emulator
  /** What a reply, or what was written with it, was not as `decide` alone has it; some of them are looked at. */
  wrong: string[]
  /** Undefined when it was refused. */
  ask<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Promise<ReplyTo<K> | undefined>
  /** Also after a restart. */
  onEntries(listener: (entries: Entry[]) => void): void
  /** The process dies and another reads its journal. */
  restart(): Promise<void>
}

const settings = {
  cards: '2025',
  quirks: chooseQuirks('documented'),
  unreadableCryptogram: 'refuse',
  clients: [],
  terminals: [
    {
      id: '33333333-3333-4333-8333-333333333333',
      number: '98129999',
      client: 'test',
      shop: 'Asks everybody',
      singleMessageScheme: false,
      threeDS: 'challenge',
      feePercent: 2.75,
    },
  ],
} as const

/** Every fifth town forgets its payments almost at once. */
const retainOf = (seed: number) => (seed % 5 === 0 ? 20 : 20_000)

export const openTown = async (seed: number, chance: Chance): Promise<Town> => {
  const journal = memoryJournal()
  const open = () =>
    openEmulator({
      workspace: 'town',
      world: { ...world, terminals: [...world.terminals, ...settings.terminals] },
      journal,
      clock: systemClock(),
      opening: () => ({
        settings: {
          ...settings,
          clients: [],
          terminals: [],
          seed: `simulation ${seed}`,
          retain: retainOf(seed),
        },
        clock: { mode: 'virtual', now: noon, set: false },
      }),
    })
  let emulator = await open()
  let beside = await openBeside(emulator)
  let asked = 0
  const wrong: string[] = []
  const listeners: ((entries: Entry[]) => void)[] = []
  const memory: Memory = {
    tokens: [],
    services: [],
    pages: [],
    links: [],
    bills: [],
    challenges: [],
    words: [],
    payments: [],
    paid: [],
    postlinks: [],
    cards: [],
    subscriptions: [],
    underway: [],
    pans: new Set(),
  }
  return {
    chance,
    memory,
    wrong,
    emulator: () => emulator,
    async ask<K extends CommandKind>(command: CommandOf<K> & { kind: K }) {
      asked += 1
      const right = asked % 10 === 0 ? beside.decide<K>(command) : undefined
      beside.listen()
      const reply = await emulator.execute<K>(command)
      if (right) wrong.push(...beside.differs({ said: right.reply, entries: right.entries }, reply))
      return isRefusal(reply) ? undefined : reply
    },
    onEntries(listener) {
      listeners.push(listener)
      emulator.onEntries(listener)
    },
    async restart() {
      emulator = await open()
      beside = await openBeside(emulator)
      for (const listener of listeners) emulator.onEntries(listener)
      // What was being posted when it died is never answered.
      memory.underway = []
    },
  }
}
