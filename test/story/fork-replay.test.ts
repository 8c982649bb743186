import { join } from 'node:path'
import t, { type Test } from 'tap'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { sqliteJournal } from '../../server/adapters/journal/sqlite.ts'
import type { Journal } from '../../server/ports.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { seed, shareOf } from '../share.ts'
import { chanceOf } from '../simulation/chance.ts'
import { openServer } from './random-server.ts'
import { play } from './random-session.ts'

interface Call {
  method: string
  path: string
  body?: string | undefined
  headers?: Record<string, string> | undefined
  /** The last entry when it had been answered and nothing was due any more. */
  seq: number
}

const send = async (url: string, { method, path, body, headers }: Omit<Call, 'seq'>) => {
  const init = {
    method,
    redirect: 'manual' as const,
    ...(body ? { body } : {}),
    ...(headers ? { headers } : {}),
  }
  const answer = await fetch(`${url}${path}`, init).catch(() => undefined)
  if (!answer) return { status: 0, location: '', text: 'cut' }
  const location = answer.headers.get('location') ?? ''
  return { status: answer.status, location: location.replace(url, ''), text: await answer.text() }
}

/** A random session, and what was asked in it. */
const openSession = async (t: Test, journal: Journal, calls: number) => {
  const server = await openServer(t, 'fork', 'quick', journal)
  const { url, emulator, timekeeper } = server
  const asked: Call[] = []
  const after = async () => {
    await timekeeper.idle()
    const last = asked.at(-1)
    if (last) last.seq = emulator.place().seq
    const { transactions, postlinks } = emulator.state()
    const approved = [...transactions.values()].filter(({ reasonCode }) => reasonCode === 0)
    return { payments: approved.map(({ id }) => id), postlinks: [...postlinks.keys()] }
  }
  const call = (method: string, path: string, body?: string, headers?: Record<string, string>) => {
    asked.push({ method, path, body, headers, seq: 0 })
    return send(url, { method, path, body, headers })
  }
  await play({ call }, { seed: 20_250_213 + seed, calls, after })
  return { ...server, asked }
}

type Session = Awaited<ReturnType<typeof openSession>>

const linesOf = async ({ workspaces }: Session, name: string) =>
  (await (await workspaces.get(name)).emulator.entries()).map((entry) => JSON.stringify(entry))

const goOn = async ({ url, workspaces, asked }: Session, name: string, from: number) => {
  const { timekeeper } = await workspaces.get(name)
  await timekeeper.idle()
  for (const call of asked.slice(from)) {
    await send(`${url}/w/${name}`, call)
    await timekeeper.idle()
  }
}

const sameLines = (t: Test, one: string[], other: string[], about: string) => {
  const differs = other.findIndex((line, i) => line !== one[i])
  t.equal(differs, -1, `${about}: first difference\n${one[differs]}\n${other[differs]}`)
  t.equal(one.length, other.length, about)
}

const ask = async (url: string, method: string, path: string, body: object) => {
  const headers = { 'content-type': 'application/json' }
  const { status, text } = await send(url, { method, path, body: JSON.stringify(body), headers })
  return { status, body: JSON.parse(text) as Record<string, unknown> }
}

const journals: Record<string, (t: Test) => Journal | Promise<Journal>> = {
  memory: () => memoryJournal(),
  SQLite: (t) => sqliteJournal(join(folder(t), 'journal.sqlite')),
}

for (const [name, open] of Object.entries(journals)) {
  t.test(`a fork at any step of a random session has its future, byte for byte (${name})`, async (t) => {
    const session = await openSession(t, await open(t), shareOf(600, 40))
    const whole = await linesOf(session, 'default')
    const chance = chanceOf(seed)
    for (let i = 0; i < shareOf(20, 3); i++) {
      const step = 1 + chance.below(session.asked.length - 1)
      const at = session.asked[step - 1]?.seq
      const made = await ask(session.url, 'PUT', `/_sandbox/workspaces/fork${i}`, {
        from: 'default',
        at,
        deliver: true,
      })
      matches(t, made, { status: 200, body: { seq: at } }, JSON.stringify(made.body))
      await goOn(session, `fork${i}`, step)
      sameLines(t, await linesOf(session, `fork${i}`), whole, `fork after call ${step}, entry ${at}`)
    }
    sameLines(t, await linesOf(session, 'default'), whole, 'the origin knows nothing of it')

    await t.test('and back at a step, the same requests lead to the same entries', async (t) => {
      const step = 1 + chance.below(session.asked.length - 1)
      const at = session.asked[step - 1]?.seq
      const back = await ask(session.url, 'POST', '/w/fork0/_sandbox/rewind', { at, deliver: true })
      matches(t, back, { status: 200, body: { name: 'fork0', seq: at } })
      await goOn(session, 'fork0', step)
      sameLines(t, await linesOf(session, 'fork0'), whole, `rewound to entry ${at}`)
    })
    t.same(session.faults, [])
  })
}
