import {
  type Counts,
  type FidelityReport,
  factKinds,
  fidelityReport,
} from '../../contracts/fidelity-report.ts'
import type { Format } from './remote.ts'
import { type Column, print, say } from './table.ts'

const row = (what: string, { documented, observed, assumed }: Counts) => ({
  what,
  documented: String(documented),
  observed: String(observed),
  assumed: String(assumed),
})

const ruleColumns: Column<FidelityReport['rules'][number]>[] = [
  ['known', ({ level }) => level],
  ['grade', ({ grade }) => grade],
  ['sources', ({ count }) => String(count)],
  ['name', ({ name }) => name],
  ['instead', ({ remedy }) => remedy],
]

const sayReport = ({ counts, total, assumed, rules }: FidelityReport) => {
  print(
    'text',
    {},
    [
      ['what', (r) => r.what],
      ['documented', (r) => r.documented],
      ['observed', (r) => r.observed],
      ['assumed', (r) => r.assumed],
    ],
    [...factKinds.map((kind) => row(kind, counts[kind])), row('all', total)],
  )
  for (const kind of ['rule', 'leniency'] as const) {
    say(kind === 'rule' ? '\nRules' : '\nLeniencies: what passes although it need not')
    print(
      'text',
      {},
      ruleColumns,
      rules.filter((rule) => rule.kind === kind),
    )
  }
  say('\nAssumed')
  print(
    'text',
    {},
    [
      ['what', (f) => f.kind],
      ['name', (f) => f.name],
      ['why', (f) => f.source],
    ],
    assumed,
  )
}

/** `doctor --fidelity`: how well the sandbox knows the bank; asks no server. */
export const printFidelity = (format: Format): void => {
  const report = fidelityReport()
  if (format === 'json') print('json', report)
  else sayReport(report)
}
