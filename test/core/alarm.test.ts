import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { type Alarm, createAlarms } from '../../server/core/alarm.ts'

const drain = (alarms: ReturnType<typeof createAlarms>) => {
  const rung: string[] = []
  for (let next = alarms.next(); next; next = alarms.next()) {
    rung.push(`${next.at} ${next.id}`)
    alarms.clear(next.what, next.id)
  }
  return rung
}
const alarm = (id: string, at: number, what: Alarm['what'] = 'postlink due'): Alarm => ({ what, id, at })

t.test('without alarms nothing is next', async (t) => {
  t.equal(createAlarms().next(), undefined)
})

t.test('alarms ring by their time, not in the order they were set', async (t) => {
  const alarms = createAlarms()
  for (const at of [30, 10, 50, 20, 40]) alarms.set(alarm(`a${at}`, at))
  t.same(drain(alarms), ['10 a10', '20 a20', '30 a30', '40 a40', '50 a50'])
})

t.test('alarms of one instant ring in the order they were set', async (t) => {
  const alarms = createAlarms()
  const ids = Array.from({ length: 50 }, (_, i) => `a${i}`)
  for (const id of ids) alarms.set(alarm(id, 7))
  t.same(
    drain(alarms),
    ids.map((id) => `7 ${id}`),
  )
})

t.test('setting an alarm again moves it, later or sooner, and it rings once', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('later', 10))
  alarms.set(alarm('sooner', 30))
  alarms.set(alarm('still', 20))
  alarms.set(alarm('later', 40))
  alarms.set(alarm('sooner', 5))
  t.same(drain(alarms), ['5 sooner', '20 still', '40 later'])
})

t.test('alarms of one instant ring in the order in which they were first set, also moved ones', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('first', 10))
  alarms.set(alarm('second', 10))
  alarms.set(alarm('first', 30))
  alarms.set(alarm('second', 30))
  alarms.set(alarm('first', 30))
  t.same(drain(alarms), ['30 first', '30 second'])
})

t.test('a cleared alarm does not ring, and may be set again', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('a', 10))
  alarms.set(alarm('b', 20))
  alarms.clear('postlink due', 'a')
  t.equal(alarms.next()?.id, 'b')
  alarms.set(alarm('a', 30))
  t.same(drain(alarms), ['20 b', '30 a'])
})

t.test('clearing what was never set is nothing', async (t) => {
  const alarms = createAlarms()
  alarms.clear('postlink due', 'a')
  t.equal(alarms.next(), undefined)
})

t.test('one id may have an alarm of each kind', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('a', 10, 'token expires'))
  alarms.set(alarm('a', 20, 'page expires'))
  alarms.clear('token expires', 'a')
  t.equal(alarms.next()?.what, 'page expires')
})

t.test('an alarm is still set only at the time it was last set to', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('a', 10))
  t.ok(alarms.has(alarm('a', 10)))
  alarms.set(alarm('a', 20))
  t.notOk(alarms.has(alarm('a', 10)))
  t.ok(alarms.has(alarm('a', 20)))
  alarms.clear('postlink due', 'a')
  t.notOk(alarms.has(alarm('a', 20)))
})

t.test('looking at the next alarm does not take it away', async (t) => {
  const alarms = createAlarms()
  alarms.set(alarm('a', 10))
  t.same(alarms.next(), alarms.next())
  t.equal(alarms.next()?.id, 'a')
})

t.test('thousands of moved and cleared alarms change nothing about the order of the others', async (t) => {
  const alarms = createAlarms()
  for (let i = 0; i < 20_000; i++) {
    alarms.set(alarm(`a${i}`, 50_000 - i))
    if (i % 3 === 0) alarms.set(alarm(`a${i}`, i))
    if (i % 3 === 1) alarms.clear('postlink due', `a${i}`)
  }
  const moved = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => i % 3 === 0)
  const still = Array.from({ length: 20_000 }, (_, i) => i).filter((i) => i % 3 === 2)
  t.same(drain(alarms), [
    ...moved.map((i) => `${i} a${i}`),
    ...still.reverse().map((i) => `${50_000 - i} a${i}`),
  ])
})

t.test('alarms that were called off are not kept until their time comes', async (t) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heldMb = () => {
    collect()
    return process.memoryUsage().heapUsed / 1e6
  }
  const alarms = createAlarms()
  const before = heldMb()
  for (let i = 0; i < 400_000; i++) {
    alarms.set(alarm(`a${i}`, 1_000_000 + i))
    alarms.clear('postlink due', `a${i}`)
  }
  t.ok(heldMb() - before < 10, 'of the 40 MB they are')
  t.equal(alarms.next(), undefined)
})
