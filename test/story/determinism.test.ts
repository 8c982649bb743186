import { hash } from 'node:crypto'
import t, { type Test } from 'tap'
import type { Entry } from '../../contracts/entry.ts'
import type { CommandKind, CommandOf } from '../../server/core/command.ts'
import { decide } from '../../server/core/gateway.ts'
import { replay } from '../../server/core/replay.ts'
import { createState, type State } from '../../server/core/state.ts'
import { world } from '../../server/main.ts'
import { digest, draw } from '../../server/workspace/chance.ts'
import { plain } from '../core/given.ts'
import { openServer, type Shop } from './random-server.ts'
import { play } from './random-session.ts'

/** A session over HTTP; connections that are cut are heard as such. */
const session = async (
  t: Test,
  { shop = 'quick', ...seeds }: { sandbox: string; calls: number; shop?: Shop },
  calls = 1000,
) => {
  const { url, emulator, timekeeper, faults } = await openServer(t, seeds.sandbox, shop)
  const heard = await play(
    {
      async call(method, path, body, headers) {
        const init = {
          method,
          redirect: 'manual' as const,
          ...(body ? { body } : {}),
          ...(headers ? { headers } : {}),
        }
        const answer = await fetch(`${url}${path}`, init).catch(() => undefined)
        if (!answer) return { status: 0, location: '', text: 'cut' }
        const anywhere = (text: string) => text.replaceAll(url, '').replaceAll(encodeURIComponent(url), '')
        const location = anywhere(answer.headers.get('location') ?? '')
        return { status: answer.status, location, text: anywhere(await answer.text()) }
      },
    },
    {
      seed: seeds.calls,
      calls,
      async after() {
        await timekeeper.idle()
        const { transactions, postlinks } = emulator.state()
        const approved = [...transactions.values()].filter(({ reasonCode }) => reasonCode === 0)
        return { payments: approved.map(({ id }) => id), postlinks: [...postlinks.keys()] }
      },
    },
  )
  const entries = await emulator.entries()
  return { emulator, heard, faults, entries, journal: entries.map((entry) => JSON.stringify(entry)) }
}

const fresh = (journal: string[]): State => {
  const state = createState(world)
  for (const line of journal) replay(state, JSON.parse(line) as Entry)
  return state
}

/** As a journal would tell it: what is undefined is absent. */
const got = (state: State) =>
  JSON.stringify(plain(state), (_, value) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  )

t.test(
  'a thousand random calls, played twice, leave one journal byte for byte, however slow the shop',
  async (t) => {
    const seeds = { sandbox: 'determinism', calls: 20250213 }
    const [one, two] = [await session(t, seeds), await session(t, { ...seeds, shop: 'slow' })]
    t.same([one.faults, two.faults], [[], []], 'nothing was the fault of the sandbox')
    const differing = one.journal.findIndex((line, i) => line !== two.journal[i])
    t.equal(differing, -1, `first difference:\n${one.journal[differing]}\n${two.journal[differing]}`)
    t.equal(hash('sha256', one.journal.join('\n')), hash('sha256', two.journal.join('\n')))
    t.same(one.heard, two.heard, 'and every answer was the same')

    const kinds = new Map<string, number>()
    for (const { kind } of one.entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    t.comment(`${one.entries.length} entries: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}`)
    for (const kind of [
      'payment decided',
      'postlink answered',
      'rule matched',
      'request refused',
      'page ended',
      'card saved',
      'token expired',
      'invoice link made',
      'qr made',
      'qr ended',
    ])
      t.ok((kinds.get(kind) ?? 0) >= 5, `the session was about something: ${kind}`)

    await t.test(
      'the journal of one, replayed, is the state of the other and decides the same next',
      async (t) => {
        const replayed = fresh(one.journal)
        const live = two.emulator.state()
        for (const command of nextCommands(live)) {
          t.equal(
            JSON.stringify(decided(replayed, command)),
            JSON.stringify(decided(live, command)),
            `the next ${command.kind} is decided alike`,
          )
        }
        t.equal(got(replayed), got(live))
      },
    )
  },
)

t.test('another seed tells another story of the same calls', async (t) => {
  const [one, two] = [
    await session(t, { sandbox: 'one', calls: 7 }, 60),
    await session(t, { sandbox: 'two', calls: 7 }, 60),
  ]
  t.not(one.journal.join('\n'), two.journal.join('\n'))
  t.same(
    one.heard.map((line) => line.slice(0, 3)),
    two.heard.map((line) => line.slice(0, 3)),
    'but every answer has the same status',
  )
})

const decided = <K extends CommandKind>(state: State, command: CommandOf<K>) => {
  const seed = state.settings?.seed ?? ''
  return decide<K>(state, command, {
    now: state.clock.mode === 'virtual' ? state.clock.now : 0,
    draw: (kind, part) => draw(seed, kind, state.counts[kind], part),
    digest: (text) => digest(seed, text),
  })
}

/** One command of each kind that reads much of the state. */
const nextCommands = (state: State) => {
  const [postlink = ''] = state.postlinks.keys()
  const alarm = state.alarms.next()
  return [
    { kind: 'add rule', rule: { then: { approve: true } } },
    { kind: 'clear rules' },
    { kind: 'resend postlink', postlink },
    { kind: 'resume after restart' },
    ...(alarm ? [{ kind: 'ring', alarm: { what: alarm.what, id: alarm.id, at: alarm.at } } as const] : []),
    ...[...state.pages.values()].slice(-3).map(
      ({ id }) =>
        ({
          kind: 'pay on page',
          page: id,
          card: { pan: '4405639704015096', expiry: '01/27', cvc: '321', holder: 'TEST' },
          save: false,
          buyerIp: '127.0.0.1',
        }) as const,
    ),
  ] as const
}
