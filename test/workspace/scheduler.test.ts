import t, { type Test } from 'tap'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import type { Clock } from '../../server/ports.ts'
import { type Emulator, openEmulator } from '../../server/workspace/emulator.ts'
import { startScheduler } from '../../server/workspace/scheduler.ts'
import { noon, settingsWith, shop, world } from '../core/given.ts'

/** Real time that stands still until it is told to go on, and counts who waits for it. */
const openClock = () => {
  let now = noon
  let asked = 0
  const waits = new Set<{ time: number; run(): void }>()
  const clock: Clock = {
    now: () => now,
    at(time, run) {
      const wait = { time, run }
      waits.add(wait)
      asked += 1
      return () => waits.delete(wait)
    },
  }
  return {
    clock,
    asked: () => asked,
    times: () => [...waits].map(({ time }) => (time - noon) / 1000),
    goTo(seconds: number) {
      now = noon + seconds * 1000
      for (const wait of [...waits].filter(({ time }) => time <= now)) {
        waits.delete(wait)
        wait.run()
      }
    },
  }
}

const given = async (t: Test) => {
  const time = openClock()
  const emulator = await openEmulator({
    ...{ workspace: 'default', world, journal: memoryJournal(), clock: time.clock },
    opening: () => ({ settings: settingsWith() }),
  })
  const courier = {
    post: async () => ({ status: 200, responseBody: '', durationMs: 1 }),
    close: async () => {},
  }
  const rings = { now: 0, most: 0, count: 0 }
  const executeIn: Emulator['executeIn'] = async (life, command) => {
    const isRing = command.kind === 'ring'
    if (isRing) rings.most = Math.max(rings.most, ++rings.now)
    try {
      return await emulator.executeIn(life, command)
    } finally {
      if (isRing) rings.count += rings.now--
    }
  }
  const scheduler = startScheduler({ emulator: { ...emulator, executeIn }, clock: time.clock, courier })
  t.teardown(scheduler.stop)
  const buyToken = () =>
    emulator.execute<'issue token'>({
      ...{ kind: 'issue token', grantType: 'client_credentials', scope: 'payment', clientId: shop.client },
      ...{ clientSecret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG', terminal: shop.terminal, amount: 10_000 },
      ...{ invoiceId: '000000001', currency: 'KZT', postLink: '', failurePostLink: '', secretHash: '' },
      unknownFields: [],
    })
  const shortenLives = () =>
    emulator.execute<'change settings'>({
      kind: 'change settings',
      change: { quirks: settingsWith({ tokenLifetime: '1200' }).quirks },
    })
  return { time, emulator, scheduler, rings, buyToken, shortenLives }
}

t.test('one wait stands for all alarms behind it', async (t) => {
  const { time, emulator, scheduler, buyToken } = await given(t)
  for (let second = 0; second < 20; second++) {
    time.goTo(second)
    await buyToken()
  }
  t.same([time.asked(), time.times()], [1, [7200]])
  time.goTo(7200)
  await scheduler.idle()
  t.equal(emulator.state().alarms.size(), 19, 'it rang for the first')
  t.same(time.times(), [7201], 'and waits for the second')
  time.goTo(7219)
  await scheduler.idle()
  t.equal(emulator.state().alarms.size(), 0)
  t.same(time.times(), [])
})

t.test('alarms of one moment ring one at a time, and each of them once', async (t) => {
  const { time, scheduler, rings, buyToken } = await given(t)
  for (let i = 0; i < 6; i++) await buyToken()
  time.goTo(7200)
  const others = Array.from({ length: 5 }, buyToken)
  await scheduler.idle()
  await Promise.all(others)
  t.same(rings, { now: 0, most: 1, count: 6 })
})

t.test('an alarm before the one that is waited for is waited for instead', async (t) => {
  const { time, emulator, scheduler, buyToken, shortenLives } = await given(t)
  await buyToken()
  await shortenLives()
  await buyToken()
  t.same(time.times(), [1200])
  time.goTo(1200)
  await scheduler.idle()
  t.equal(emulator.state().alarms.size(), 1)
  t.same(time.times(), [7200])
})

t.test('nobody waits while the clock stands, and again once it goes', async (t) => {
  const { time, emulator, buyToken } = await given(t)
  await buyToken()
  await emulator.execute<'move clock'>({
    kind: 'move clock',
    clock: { mode: 'virtual', now: noon, set: true },
  })
  t.same(time.times(), [])
  await emulator.execute<'move clock'>({ kind: 'move clock', clock: { mode: 'system' } })
  t.same(time.times(), [7200])
})
