import t from 'tap'
import { flawsInTurn, judgeFlaw, testFlaws, wrongIn } from './flaw.ts'

t.test('the flawed shop without a flaw is certified, on both kinds of terminal', async (t) => {
  const report = await judgeFlaw(t, '', { stages: 'both' })
  t.same(wrongIn(report), [])
  t.equal(report.verdict, 'certified')
})

// Each with the cases that name it and a neighbour; test/long/certify.test.ts has every mistake and the whole crossing.
testFlaws(t, flawsInTurn)
