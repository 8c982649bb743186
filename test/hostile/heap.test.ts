import t from 'tap'
import { leastGrowth } from './heap.ts'

const cases = 500
const isLittle = (bytes: number) => bytes < 256 * 1024
const record = (i: number) => ({ i, text: Array.from({ length: 100 }, (_, k) => i * k) })

t.test('a record that is kept for each request is noticed in every round', async (t) => {
  const kept: object[] = []
  const grown = await leastGrowth(async () => {
    for (let i = 0; i < cases; i++) kept.push(record(i))
  }, isLittle)
  t.ok(grown > 256 * 1024, `${grown} bytes a round`)
  t.equal(kept.length, 6 * cases, 'it is looked at again before it is believed')
})

t.test('and in a round that lets go of something older, which hides it', async (t) => {
  const kept: object[] = []
  let older: object[] = Array.from({ length: 4 * cases }, (_, i) => record(i))
  let rounds = 0
  const grown = await leastGrowth(async () => {
    rounds += 1
    if (rounds === 2) older = []
    for (let i = 0; i < cases; i++) kept.push(record(i))
  }, isLittle)
  t.ok(grown > 256 * 1024, `${grown} bytes a round`)
  t.same([older.length, kept.length], [0, 6 * cases])
})

t.test('what is made once, late, is no growth', async (t) => {
  let rounds = 0
  const kept: object[] = []
  const grown = await leastGrowth(async () => {
    rounds += 1
    if (rounds === 2) for (let i = 0; i < 10 * cases; i++) kept.push(record(i))
  }, isLittle)
  t.ok(isLittle(grown), `${grown} bytes in the best round`)
  t.equal(rounds, 3)
})
