import t from 'tap'
import { cases } from '../../server/certify/cases.ts'
import { folder } from '../folder.ts'
import { describeShop, judge } from './open.ts'

/** Every mistake that some case names. */
const flaws = [...new Set(cases.flatMap(({ catches }) => catches))].sort()
const naming = (flaw: string) => cases.filter(({ catches }) => catches.includes(flaw)).map(({ name }) => name)

const judgeFlaw = async (t: Parameters<typeof folder>[0], flaw: string, terminal?: string) => {
  const start = `FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  const description = await describeShop('flawed', {
    start,
    patienceMs: 250,
    ...(terminal ? { terminal } : {}),
  })
  return judge(description)
}

const wrongIn = ({ cases }: Awaited<ReturnType<typeof judge>>) =>
  cases.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped').map(({ name }) => name)

t.test('the flawed shop without a flaw is certified', async (t) => {
  const report = await judgeFlaw(t, '')
  t.same(wrongIn(report), [])
  t.equal(report.verdict, 'certified')
})

// Most of a run is waiting: for slow bodies, for late answers, for a shop to start.
t.jobs = 4
for (const flaw of flaws) {
  t.test(`the mistake ${flaw} is caught by exactly the cases that name it`, { buffered: true }, async (t) => {
    const report = await judgeFlaw(t, flaw)
    const skipped = report.cases.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)
    t.same(
      wrongIn(report),
      naming(flaw).filter((name) => !skipped.includes(name)),
    )
    t.equal(report.verdict, 'failed')
  })
}

t.test('on a two-stage terminal a shop that never sees a cancelled hold is caught', async (t) => {
  const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
  t.same(wrongIn(await judgeFlaw(t, '', twoStages)), [])
  t.same(wrongIn(await judgeFlaw(t, 'never-sees-refunds', twoStages)), ['cancel-by-status'])
})
