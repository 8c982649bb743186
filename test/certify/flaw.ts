import type { Test } from 'tap'
import { cases } from '../../server/certify/cases.ts'
import { folder } from '../folder.ts'
import { describeShop, judge } from './open.ts'

/** Every mistake that some case names, in two halves: two files of tests run at once. */
const all = [...new Set(cases.flatMap(({ catches }) => catches))].sort()
const middle = Math.ceil(all.length / 2)
export const halves = [all.slice(0, middle), all.slice(middle)] as const

const naming = (flaw: string) => cases.filter(({ catches }) => catches.includes(flaw)).map(({ name }) => name)

export const judgeFlaw = async (t: Parameters<typeof folder>[0], flaw: string, terminal?: string) => {
  const start = `FLAW=${flaw} ORDERS='${folder(t)}' node shop.js`
  const description = await describeShop('flawed', {
    start,
    patienceMs: 250,
    ...(terminal ? { terminal } : {}),
  })
  return judge(description)
}

export const wrongIn = ({ cases }: Awaited<ReturnType<typeof judge>>) =>
  cases.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped').map(({ name }) => name)

/** One test a mistake: the cases that name it catch it, and no other does. */
export const testFlaws = (t: Test, flaws: string[]) => {
  // Most of a run is waiting: for slow bodies, for late answers, for a shop to start.
  t.jobs = 4
  for (const flaw of flaws) {
    t.test(
      `the mistake ${flaw} is caught by exactly the cases that name it`,
      { buffered: true },
      async (t) => {
        const report = await judgeFlaw(t, flaw)
        const skipped = report.cases.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)
        const named = naming(flaw).filter((name) => !skipped.includes(name))
        t.same(wrongIn(report), named)
        t.equal(report.verdict, 'failed')
      },
    )
  }
}
