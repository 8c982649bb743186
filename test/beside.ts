import { isDeepStrictEqual } from 'node:util'
import type { Entry } from '../contracts/entry.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../server/core/command.ts'
import type { Decision } from '../server/core/decision.ts'
import { decide } from '../server/core/gateway.ts'
import { replay } from '../server/core/replay.ts'
import { createState, type MutableState, type State } from '../server/core/state.ts'
import { digest, draw } from '../server/workspace/chance.ts'
import type { Emulator } from '../server/workspace/emulator.ts'
import { openMasking } from '../server/workspace/masking.ts'

/** Beside an emulator: a state replayed from what its journal says, and what `decide` comes to on that. */
export interface Beside {
  state(): State
  /** How often something was written. */
  count(): number
  decide<K extends CommandKind>(command: CommandOf<K> & { kind: K }): Decision<ReplyTo<K>>
  /** What is written first from now on is compared by `differs`. */
  listen(): void
  /** What was said and written, where it is not what is right. */
  differs(right: { said: unknown; entries: unknown[] }, said: unknown): string[]
}

/** As it is once it has been written down. */
const plain = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)))

const difference = (what: string, got: unknown, right: unknown): string[] =>
  isDeepStrictEqual(plain(got), plain(right))
    ? []
    : [`${what} ${JSON.stringify(got)}, right is ${JSON.stringify(right)}`]

export const openBeside = async (emulator: Emulator): Promise<Beside> => {
  const { world } = emulator.state()
  let state: MutableState = createState(world)
  let count = 0
  let first: Entry[] | undefined
  const seed = () => state.settings?.seed ?? ''
  const masking = openMasking({
    state: () => state,
    digest: (text) => digest(seed(), text),
    secrets: world.clients.map(({ secret }) => secret),
  })
  const take = (entries: Entry[]) => {
    count += 1
    first ??= entries
    if (entries.length === 0) state = createState(world)
    for (const entry of plain(entries)) replay(state, entry)
    masking.onEntries(entries)
  }
  take(await emulator.entries())
  emulator.onEntries(take)
  return {
    state: () => state,
    count: () => count,
    decide: (command) =>
      masking.wayBack(
        decide(state, masking.mask(command), {
          now: emulator.now(),
          draw: (kind, part) => draw(seed(), kind, state.counts[kind], part),
          digest: (text) => digest(seed(), text),
        }),
      ),
    listen() {
      first = undefined
    },
    differs(right, said) {
      const written = (first ?? []).map(({ seq: _, at: __, ...body }) => body)
      return [...difference('said', said, right.said), ...difference('wrote', written, right.entries)]
    },
  }
}
