import t from 'tap'
import { matches } from '../matches.ts'
import { run } from './run.ts'

t.test('doctor --fidelity counts what is known and lists what is assumed, without a server', async (t) => {
  const { code, stdout } = await run(['doctor', '--fidelity', '--url', 'http://127.0.0.1:9'])
  t.equal(code, 0)
  t.match(stdout, /^what +documented +observed +assumed\nfield +\d+ +\d+ +\d+\n/)
  t.match(stdout, /\nall +\d+ +\d+ +\d+\n/)
  t.match(stdout, /\nrule +hold of a two-stage terminal lapses after seven days +.*CANCEL_OLD/)
  t.match(stdout, /\nknown +grade +sources +name +instead\n/)
  t.match(stdout, /\nassumed +none +1 +token pays only the order it was issued for +quirk tokenInvoice\n/)
  t.match(stdout, /\nLeniencies.*\n.*\ndocumented +A +4 +names are read in any letter case/)
})

t.test('doctor --fidelity --format json is one document', async (t) => {
  const { stdout } = await run(['doctor', '--fidelity', '--format', 'json'])
  const report = JSON.parse(stdout) as { counts: object; total: { assumed: number }; assumed: object[] }
  matches(t, report.counts, { field: {}, rule: {}, quirk: {}, 'reason code': {} })
  t.equal(report.total.assumed, report.assumed.length)
})
