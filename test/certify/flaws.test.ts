import t from 'tap'
import { flaws, judgeFlaw, testFlaws, wrongIn } from './flaw.ts'

t.test('the flawed shop without a flaw is certified, on both kinds of terminal', async (t) => {
  const report = await judgeFlaw(t, '', { stages: 'both' })
  t.same(wrongIn(report), [])
  t.equal(report.verdict, 'certified')
})

// Every mistake with the cases that name it and a neighbour; test/long/certify.test.ts has the whole crossing.
testFlaws(t, flaws)
