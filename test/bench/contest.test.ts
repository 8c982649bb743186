import t from 'tap'
import { contender, contest, startSandbox } from './contest.ts'

/** The sandbox takes what the benchmark sends; how fast is asserted by nobody. */
t.test('tokens and charges of a round are all accepted', async (t) => {
  const sandbox = contender('sandbox', await startSandbox())
  await contest([sandbox], { rounds: 1, requests: 3, warmUp: 2, connections: 2 })
  t.equal(sandbox.rounds.length, 1)
  for (const figure of Object.values(sandbox.rounds[0] ?? {})) t.ok(Number.isFinite(figure))
  t.ok(sandbox.residentMb > 0)
})
