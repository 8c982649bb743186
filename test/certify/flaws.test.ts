import t from 'tap'
import { halves, judgeFlaw, testFlaws, wrongIn } from './flaw.ts'

t.test('the flawed shop without a flaw is certified', async (t) => {
  const report = await judgeFlaw(t, '')
  t.same(wrongIn(report), [])
  t.equal(report.verdict, 'certified')
})

testFlaws(t, halves[0])
