import t from 'tap'
import { type Alarm, createAlarms } from '../../server/core/alarm.ts'
import { matches } from '../matches.ts'
import { chanceOf } from '../simulation/chance.ts'

const due = (id: string, address: string, at = 0): Alarm => ({ what: 'postlink due', id, at, address })

/** Rings whatever may ring, as the scheduler does; each stays on its way until somebody lets it arrive. */
const given = (limit: number) => {
  const alarms = createAlarms()
  const underway: Alarm[] = []
  const isFull = (address: string) => underway.filter((other) => other.address === address).length >= limit
  return {
    alarms,
    ring() {
      const rung: string[] = []
      for (let next = alarms.next(isFull); next; next = alarms.next(isFull)) {
        rung.push(next.id)
        underway.push(next)
        alarms.clear(next.what, next.id)
      }
      return rung
    },
    arrive(id: string) {
      underway.splice(
        underway.findIndex((other) => other.id === id),
        1,
      )
    },
  }
}

t.test('a full address keeps its own waiting and no other', async (t) => {
  const { alarms, ring } = given(2)
  for (const id of ['a1', 'a2', 'a3', 'a4']) alarms.set(due(id, 'a'))
  alarms.set(due('b1', 'b', 5))
  t.same(ring(), ['a1', 'a2', 'b1'])
})

t.test('each that arrives makes room for one, in the order they were due', async (t) => {
  const { alarms, ring, arrive } = given(1)
  for (const [i, id] of ['a1', 'a2', 'a3'].entries()) alarms.set(due(id, 'a', i))
  t.same(ring(), ['a1'])
  arrive('a1')
  t.same(ring(), ['a2'])
  arrive('a2')
  t.same(ring(), ['a3'])
  arrive('a3')
  t.same(ring(), [])
})

t.test('one that was called off while it waited is passed over, and takes no room', async (t) => {
  const { alarms, ring, arrive } = given(1)
  for (const id of ['a1', 'a2', 'a3']) alarms.set(due(id, 'a'))
  ring()
  alarms.clear('postlink due', 'a2')
  arrive('a1')
  t.same(ring(), ['a3'])
})

t.test('one that was moved while it waited rings once, at its new time', async (t) => {
  const { alarms, ring, arrive } = given(1)
  for (const id of ['a1', 'a2', 'a3']) alarms.set(due(id, 'a'))
  ring()
  alarms.set(due('a2', 'a', 9))
  arrive('a1')
  t.same(ring(), ['a3'])
  arrive('a3')
  t.same(ring(), ['a2'])
  arrive('a2')
  t.same(ring(), [])
})

t.test('alarms without an address never wait', async (t) => {
  const { alarms, ring } = given(0)
  alarms.set({ what: 'token expires', id: 't', at: 1 })
  alarms.set(due('a1', 'a'))
  t.same(ring(), ['t'])
})

t.test('what waits for a full address is still the next that is due', async (t) => {
  const { alarms, ring } = given(0)
  alarms.set(due('a1', 'a'))
  t.same(ring(), [])
  matches(t, alarms.next(), { id: 'a1' })
})

t.test('whatever is set, moved and cleared, the next is the earliest whose address has room', async (t) => {
  const chance = chanceOf(14)
  const alarms = createAlarms()
  // By id, in the order in which they were first set.
  const model = new Map<string, Alarm>()
  const wanted = (isFull: (address: string) => boolean) =>
    [...model.values()].filter(({ address = '' }) => !isFull(address)).sort((a, b) => a.at - b.at)[0]?.id
  for (let step = 0; step < 5_000; step++) {
    const alarm = due(`p${chance.below(200)}`, `shop${chance.below(12)}`, chance.below(50))
    if (chance.below(2) === 0) {
      alarms.clear('postlink due', alarm.id)
      model.delete(alarm.id)
    } else {
      alarms.set(alarm)
      model.set(alarm.id, alarm)
    }
    const full = chance.below(13)
    const isFull = (address: string) => Number(address.slice('shop'.length)) < full
    if (alarms.next(isFull)?.id !== wanted(isFull)) t.fail(`step ${step}: ${alarms.next(isFull)?.id}`)
    if (alarms.next()?.id !== wanted(() => false)) t.fail(`step ${step}: ${alarms.next()?.id}`)
  }
  t.equal(alarms.size(), model.size)
})

/** How often anything is looked up in a map meanwhile. */
const lookUps = (run: () => unknown) => {
  const { get } = Map.prototype
  let count = 0
  Map.prototype.get = function (key) {
    count += 1
    return get.call(this, key)
  }
  try {
    run()
  } finally {
    Map.prototype.get = get
  }
  return count
}

t.test('past a full address the next is near, however many tokens were spent behind it', async (t) => {
  const { alarms, ring } = given(0)
  alarms.set(due('a1', 'a'))
  const expires = (id: number): Alarm => ({ what: 'token expires', id: `t${id}`, at: 1_000 + id })
  for (let id = 0; id < 900; id++) {
    alarms.set(expires(id))
    alarms.set(expires(id + 1))
    alarms.clear('token expires', `t${id}`)
  }
  const steps = lookUps(() => alarms.next(() => true))
  t.ok(steps < 100, `${steps} steps`)
  t.same(ring(), ['t900'])
})
