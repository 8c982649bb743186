import t from 'tap'
import { createAlarms } from '../../server/core/alarm.ts'

const due = (id: string, lane: string, at = 0) => ({ what: 'postlink due' as const, id, at, lane })

/** Rings whatever may ring, as the ringer does; each stays on its way until somebody lets it arrive. */
const given = (limit: number) => {
  const alarms = createAlarms()
  const underway: { id: string; lane: string }[] = []
  const isFull = (lane: string) => underway.filter((other) => other.lane === lane).length >= limit
  return {
    alarms,
    ring() {
      const rung: string[] = []
      for (let next = alarms.next(isFull); next; next = alarms.next(isFull)) {
        rung.push(next.id)
        underway.push({ id: next.id, lane: next.lane ?? '' })
        alarms.clear(next.what, next.id)
      }
      return rung
    },
    arrive(id: string) {
      const [arrived] = underway.splice(
        underway.findIndex((other) => other.id === id),
        1,
      )
      alarms.admit(arrived?.lane ?? '')
    },
  }
}

t.test('a full lane keeps its own waiting and no other', async (t) => {
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

t.test('alarms of no lane never wait', async (t) => {
  const { alarms, ring } = given(0)
  alarms.set({ what: 'token expires', id: 't', at: 1 })
  alarms.set(due('a1', 'a'))
  t.same(ring(), ['t'])
})
