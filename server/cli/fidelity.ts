import {
  type Counts,
  type FidelityReport,
  factKinds,
  fidelityReport,
} from '../../contracts/fidelity-report.ts'
import type { Format } from './remote.ts'
import { print, say } from './table.ts'

const row = (what: string, { documented, observed, assumed }: Counts) => ({
  what,
  documented: String(documented),
  observed: String(observed),
  assumed: String(assumed),
})

const sayReport = ({ counts, total, assumed }: FidelityReport) => {
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
