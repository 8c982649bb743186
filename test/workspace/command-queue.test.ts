import t from 'tap'
import { takeTurns } from '../../server/workspace/command-queue.ts'

t.test('nobody waits who comes alone, and nobody who comes later', async (t) => {
  const turns = takeTurns()
  for (let i = 0; i < 3; i++) {
    t.equal(turns.come(), undefined)
    turns.leave()
  }
  t.equal(turns.waiting(), 0)
})

t.test('the others begin one after the other, in the order they came', async (t) => {
  const turns = takeTurns()
  const begun: number[] = []
  const work = async (number: number) => {
    const turn = turns.come()
    if (turn) await turn
    begun.push(number)
  }
  const all = [1, 2, 3].map(work)
  t.same([begun, turns.waiting()], [[1], 2])
  turns.leave()
  await all[1]
  t.same([begun, turns.waiting()], [[1, 2], 1])
  t.ok(turns.come(), 'anyone who comes now is the last')
  turns.leave()
  await all[2]
  t.same([begun, turns.waiting()], [[1, 2, 3], 1])
})
