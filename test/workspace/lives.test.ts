import t, { type Test } from 'tap'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { type Journal, JournalError, type Place, type Reading } from '../../server/ports.ts'
import { type Emulator, openEmulator } from '../../server/workspace/emulator.ts'
import { openProgress } from '../../server/workspace/progress.ts'
import { openWorkspaces } from '../../server/workspace/workspaces.ts'
import { noon, settingsWith, tokenRequest, world } from '../core/given.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'

/** Two servers over one journal. What the first one appends can be held up, before and after it is kept. */
const openTwo = async () => {
  const kept = memoryJournal()
  const gate = { before: async () => {}, after: async () => {} }
  const shared: Journal = { ...kept, exclusive: false }
  const gated: Journal = {
    ...shared,
    async append(...asked) {
      await gate.before()
      const appended = await kept.append(...asked)
      await gate.after()
      return appended
    },
  }
  const open = (journal: Journal, seed: string) =>
    openEmulator({
      ...{ workspace: 'shop', world, journal, clock: { now: () => noon, at: () => () => {} } },
      opening: () => ({ settings: { ...settingsWith(), seed } }),
    })
  return { kept, gate, one: await open(gated, 'one'), two: await open(shared, 'two') }
}

const buyToken = (emulator: Emulator) => emulator.execute<'issue token'>(tokenRequest())
const written = async (journal: Journal) => {
  const { life, entries } = (await journal.read('shop', { life: 0, seq: 0 })) as Reading
  return { life, kinds: entries.map(({ kind }) => kind) }
}
/** Both know what is written, and both go on from there. */
const agree = async (t: Test, { kept, one, two }: Awaited<ReturnType<typeof openTwo>>) => {
  await buyToken(one)
  await buyToken(two)
  await Promise.all([one.refresh(), two.refresh()])
  const { life, kinds } = await written(kept)
  t.equal(kinds[0], 'workspace opened')
  t.strictSame([one.place(), two.place()], Array(2).fill({ life, seq: kinds.length }))
  t.equal(one.state().settings?.seed, two.state().settings?.seed)
  t.strictSame([...one.state().tokens.keys()], [...two.state().tokens.keys()])
  t.strictSame(one.state().clock, two.state().clock)
}

for (const [what, end] of Object.entries({
  reset: ({ two }: { two: Emulator }) => two.reset(),
  deleted: async ({ kept }: { kept: Journal }) => kept.clear('shop'),
})) {
  t.test(
    `what is decided while another server has ${what} the workspace is decided again, once it is open`,
    async (t) => {
      const given = await openTwo()
      await buyToken(given.two)
      given.gate.before = async () => {
        given.gate.before = async () => {}
        await end(given)
      }
      await buyToken(given.one)
      t.same((await written(given.kept)).kinds.at(-1), 'token issued')
      await agree(t, given)
    },
  )

  t.test(
    `an append whose answer arrives after the workspace was ${what} is not replayed into the next life`,
    async (t) => {
      const given = await openTwo()
      given.gate.after = async () => {
        given.gate.after = async () => {}
        await end(given)
        await given.one.refresh()
      }
      await buyToken(given.one)
      await agree(t, given)
    },
  )
}

t.test(
  'what belongs to one life does nothing in the next, not even where the ids are the same',
  async (t) => {
    const { kept, one } = await openTwo()
    const { life } = one.place()
    await one.reset()
    const before = await written(kept)
    const clock = { mode: 'virtual', now: noon + 1, set: true } as const
    t.equal(await one.executeIn<'move clock'>(life, { kind: 'move clock', clock }), undefined)
    t.same(await written(kept), before)
    t.same(await one.executeIn<'move clock'>(one.place().life, { kind: 'move clock', clock }), clock)
  },
)

t.test('a deleted workspace is not brought back by what was still on its way', async (t) => {
  const { kept, one } = await openTwo()
  const { life } = one.place()
  one.close()
  await kept.clear('shop')
  await t.rejects(buyToken(one), { message: /workspace shop was deleted .* ask again/, retryAfter: 1 })
  t.equal(await one.executeIn<'resume after restart'>(life, { kind: 'resume after restart' }), undefined)
  t.same((await written(kept)).kinds, [])
})

t.test('a workspace that is deleted while a server looks for those of others stays deleted', async (t) => {
  const kept = memoryJournal()
  const gone: Place = { life: 7, seq: 3 }
  let listed = new Map([['gone', gone]])
  let looks = 0
  const places = async () => {
    looks += 1
    return listed
  }
  const clock = manualClock(noon)
  const workspaces = await openWorkspaces({
    ...{ world, clock, journal: { ...kept, exclusive: false, places } },
    courier: { post: () => Promise.reject(new Error('nothing is owed')), close: async () => {} },
    opening: () => ({ settings: settingsWith() }),
    onFault: (error) => t.fail(error.message),
  })
  t.teardown(workspaces.close)
  const look = async () => {
    const before = looks
    await until(() => {
      clock.moveTo(clock.now() + 250)
      return looks > before
    }, 'it looks again')
  }
  await look()
  await until(() => workspaces.at('gone') !== undefined, 'it joins what it finds')
  t.same(await kept.workspaces(), ['default'], 'and does not make it again')
  listed = new Map()
  await look()
  await until(() => workspaces.at('gone') === undefined, 'it lets go of what is gone')
  await (await workspaces.get('gone')).emulator.execute<'issue token'>(tokenRequest())
  t.same(await kept.workspaces(), ['default', 'gone'], 'anyone who asks for it by name gets another one')
})

t.test('who is always too late is told so, and so is anyone who asks whether it gets on', async (t) => {
  const { one, gate, kept } = await openTwo()
  let tries = 0
  gate.before = async () => {
    tries += 1
    const { life, kinds } = await written(kept)
    await kept.append('shop', { life, seq: kinds.length }, noon, [{ kind: 'token expired', token: 'x' }])
  }
  const error = await buyToken(one).catch((error: unknown) => error)
  t.ok(error instanceof JournalError)
  matches(t, error, { message: /another server was faster 64 times: workspace shop/, retryAfter: 1 })
  t.equal(tries, 64)
  t.equal(one.stuck(), undefined, 'once may happen')
  for (let i = 0; i < 2; i++) await t.rejects(buyToken(one))
  t.match(one.stuck(), /workspace shop: its last 3 commands failed: another server was faster/)
  gate.before = async () => {}
  await buyToken(one)
  t.equal(one.stuck(), undefined)
})

t.test('a command that waits for the journal for ten seconds is noticed', async (t) => {
  let now = noon
  const progress = openProgress({ workspace: 'shop', clock: { now: () => now, at: () => () => {} } })
  progress.begin()
  now += 9_999
  t.equal(progress.stuck(), undefined)
  now += 1
  t.equal(progress.stuck(), 'workspace shop: a command has waited 10 seconds for the journal')
  progress.end()
  t.equal(progress.stuck(), undefined)
})
