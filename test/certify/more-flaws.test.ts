import t from 'tap'
import { halves, judgeFlaw, testFlaws, wrongIn } from './flaw.ts'

t.test('on a two-stage terminal a shop that never sees a cancelled hold is caught', async (t) => {
  const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
  t.same(wrongIn(await judgeFlaw(t, '', twoStages)), [])
  t.same(wrongIn(await judgeFlaw(t, 'never-sees-refunds', twoStages)), ['cancel-by-status'])
})

testFlaws(t, halves[1])
