import t from 'tap'
import { findingsTable } from '../../server/cli/findings.ts'
import { openFindings } from '../../server/readings/findings/table.ts'

t.test('the table at the end of a run is read in three languages; JSON is English', async (t) => {
  const findings = openFindings()
  const finding = { id: 'field-missing', where: 'amount', got: '', expected: '100' } as const
  findings.add({ workspace: 'default', finding, severity: 'error' })
  findings.add({ workspace: 'default', finding, severity: 'error' })
  const text = (lang: 'eng' | 'rus' | 'kaz') => findingsTable(findings, { format: 'text', lang })
  t.match(text('eng'), /findings: 1 error\n.*\(2 times\): amount is missing, expected 100\. Fix: send it/)
  t.match(text('rus'), /находки: ошибок 1\n.*\(раз: 2\): .*[а-я].*\. Исправить: [а-я]/)
  t.match(text('kaz'), /табылғандар: 1 қате\n.*\(2 рет\): .*[а-яәі].*\. Түзету: [а-яәіқғ]/)
  const json = (lang: 'eng' | 'rus') => findingsTable(findings, { format: 'json', lang })
  t.equal(json('rus'), json('eng'))
})
