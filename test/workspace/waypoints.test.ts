import t from 'tap'
import type { Entry } from '../../contracts/entry.ts'
import { replay } from '../../server/core/replay.ts'
import { piecesOf } from '../../server/core/snapshot.ts'
import { createState } from '../../server/core/state.ts'
import { keepWaypoints } from '../../server/workspace/waypoints.ts'
import { openSandbox, payThroughPage } from '../world.ts'

const journalOf = async (url: string): Promise<Entry[]> =>
  (await (await fetch(`${url}/_sandbox/journal`)).text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry)

t.test(
  'a state of the past goes on as one that was replayed whole, however often it is asked for',
  async (t) => {
    const sandbox = await openSandbox(t)
    for (let i = 1; i <= 4; i += 1) {
      const invoiceId = `00000000${i}`
      await payThroughPage(sandbox, { token: { invoiceID: invoiceId }, order: { invoiceId } })
    }
    const own = await journalOf(sandbox.url)
    // Marks make it long enough, and let everything before them be changed after the waypoint.
    const fill: Entry[] = Array.from({ length: 1_100 }, (_, i) => ({
      ...{ seq: i + 6, at: own[4]?.at ?? 0, kind: 'marked', name: `mark ${i}` },
    }))
    const rest = own.slice(5).map((entry, i) => ({ ...entry, seq: i + 6 + fill.length }))
    const entries = [...own.slice(0, 5), ...fill, ...rest]
    const world = { clients: [], terminals: [], cards: [] } as never

    const state = createState(world)
    const listeners: ((entries: Entry[]) => void)[] = []
    const emulator = {
      state: () => state,
      onEntries: (listener: (entries: Entry[]) => void) => {
        listeners.push(listener)
        return () => {}
      },
    }
    const waypoints = keepWaypoints(emulator)
    for (const entry of entries) {
      replay(state, entry)
      for (const listener of listeners) listener([entry])
    }
    t.equal(waypoints.before(900), undefined, 'none is that old')
    const seq = entries.length - 1
    const whole = createState(world)
    for (const entry of entries.slice(0, seq)) replay(whole, entry)
    for (const _ of ['once', 'and again']) {
      const past = waypoints.before(seq)
      if (!past) throw new Error('there is no waypoint')
      t.ok(past.seq >= 1_000 && past.seq < seq, `it begins at ${past.seq}`)
      for (const entry of entries.slice(past.seq, seq)) replay(past, entry)
      t.same([...piecesOf(past)], [...piecesOf(whole)])
    }
    for (const listener of listeners) listener([])
    t.equal(waypoints.before(seq), undefined, 'a reset forgets them')
  },
)

t.test('a state that is long in copying is not copied: requests would wait for it', async (t) => {
  for (const [part, count, isKept] of [
    ['transactions', 1_500, true],
    ['transactions', 1_501, false],
    ['tokens', 3_000, true],
    ['tokens', 3_001, false],
  ] as const) {
    const state = createState({ clients: [], terminals: [], cards: [] } as never)
    for (let i = 0; i < count; i++) state[part].set(`${i}`, {} as never)
    state.seq = 10_000
    let tell: (entries: Entry[]) => void = () => {}
    const onEntries = (listener: (entries: Entry[]) => void) => {
      tell = listener
      return () => {}
    }
    const waypoints = keepWaypoints({ state: () => state, onEntries })
    tell([{ seq: 10_000 } as Entry])
    t.equal(waypoints.before(10_000) !== undefined, isKept, `${count} ${part}`)
  }
})
