import type { Test } from 'tap'
import { cases } from '../../server/certify/cases.ts'
import type { CertifyOptions } from '../../server/certify/certify.ts'
import { reportIn } from '../../server/certify/report/sentences.ts'
import type { Report } from '../../server/certify/verdict.ts'
import { chromiumPath } from '../browser/chromium.ts'
import { folder } from '../folder.ts'
import { turnOf } from '../share.ts'
import { describeShop, judge } from './open.ts'

/** Every mistake that some case names. */
export const flaws = [...new Set(cases.flatMap(({ catches }) => catches))].sort()

/** In a short run each case has one mistake to catch, in turn where there are several; in a whole run all of them. */
export const flawsInTurn = [...new Set(cases.flatMap(({ catches }, index) => turnOf(catches, index)))].sort()

const naming = (flaw: string) => cases.filter(({ catches }) => catches.includes(flaw))

/** On which terminal a mistake shows: all the cases that name it may be about holding money. */
const stagesOf = (flaw: string) => (naming(flaw).every(({ stages }) => stages === 'two') ? 'two' : 'one')

export const judgeFlaw = async (
  t: Parameters<typeof folder>[0],
  flaw: string,
  options: Partial<CertifyOptions> = {},
) => {
  const orders = folder(t)
  // Started for the one mistake that needs it: a browser costs a second.
  if (flaw === 'shows-it-by-script') {
    process.env.CHROME_PATH = (await chromiumPath()).executablePath
    t.teardown(() => delete process.env.CHROME_PATH)
  }
  const start = `FLAW=${flaw} ORDERS='${orders}' node shop.js`
  return judge(await describeShop('flawed', { start, patienceMs: 250 }), {
    stages: stagesOf(flaw),
    ...options,
  })
}

export const wrongIn = ({ cases }: Awaited<ReturnType<typeof judge>>) =>
  cases.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped').map(({ name }) => name)

/** The cases that name the mistake, and the one after: it is not to be caught by a case that does not. */
const nearCases = (flaw: string): string[] => {
  const stages = stagesOf(flaw)
  const fitting = cases.filter((one) => one.stages === undefined || one.stages === stages)
  const named = naming(flaw).filter((one) => fitting.includes(one))
  const next = fitting.find((one, index) => index > fitting.indexOf(named[0] ?? one) && !named.includes(one))
  return [...named, ...(next ? [next] : [])].map(({ name }) => name)
}

/** A field with its value, a status or a method: the same in every language. */
export const isWire = (text: string) =>
  /^(GET|HEAD|HTTP \d+|HTML|\w+: (\S+(, \w+: \S+)*|\{.*\})|[\d ,:]*)$/.test(text)

/** What a report in Russian still says in English. */
const leftInEnglish = (report: Report): string[] =>
  reportIn(report, 'rus')
    .cases.flatMap(({ steps, checks }) => [
      ...steps.map(({ did }) => did),
      ...checks.flatMap(({ what, expected }) => [what, expected]),
    ])
    .filter((text) => !/[а-я]/i.test(text) && !isWire(text))

interface Crossing {
  /** All the cases, not only those near the mistake. */
  isWhole?: boolean
  seed?: string
}

/** One test a mistake: the cases that name it catch it, and no other does. */
export const testFlaws = (t: Test, some: string[], { isWhole = false, seed = 'test' }: Crossing = {}) => {
  // Most of a run is waiting: for slow bodies, for late answers, for a shop to start.
  t.jobs = 4
  for (const flaw of some) {
    const title = `the mistake ${flaw} is caught by exactly the cases that name it`
    // A power cut has to meet a shop in the moment after its answer: nothing is judged beside it.
    const buffered = !naming(flaw).some(({ restarts }) => restarts)
    t.test(`${title}, seed ${seed}`, { buffered }, async (t) => {
      const report = await judgeFlaw(t, flaw, { seed, ...(isWhole ? {} : { only: nearCases(flaw) }) })
      const skipped = report.cases.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)
      const there = new Set(report.cases.map(({ name }) => name))
      const named = naming(flaw)
        .map(({ name }) => name)
        .filter((name) => there.has(name) && !skipped.includes(name))
      t.same(wrongIn(report), named)
      t.same(leftInEnglish(report), [], 'a report in Russian is in Russian')
      t.ok(named.length > 0, 'some case could be put to the test')
      t.equal(report.verdict, 'failed')
    })
  }
}
