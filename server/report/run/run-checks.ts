import { type JunitCase, junit } from '../junit.ts'
import type { RunReport } from './run-report.ts'

const failing = (suite: string, titles: string[], text: (title: string) => string): JunitCase[] =>
  titles.map((title) => ({ suite, title, failure: { message: text(title), text: text(title) } }))

const passed = (suite: string, title: string): JunitCase => ({ suite, title })

/** What a CI server lists: a case for each finding and each postlink that was not taken, and one for the books. */
export const junitOf = (report: RunReport): string => {
  const findings = report.findings.map(({ id, where, severity, message, fix }): JunitCase => {
    const title = `${id}: ${where}`
    if (severity !== 'error') return { suite: 'findings', title, skipped: `${severity}: ${message}` }
    return { suite: 'findings', title, failure: { message, text: `${message}. ${fix}` } }
  })
  const untaken = report.undelivered.map(({ invoiceId, kind, answer }): JunitCase => {
    const message = `${answer || 'not sent'}, expected 2xx`
    return { suite: 'postlinks', title: `${kind} of ${invoiceId}`, failure: { message, text: message } }
  })
  const { violations } = report.ledger
  const books = failing(
    'ledger',
    violations.map(({ where }) => where),
    (where) => `${where} does not balance`,
  )
  const or = (cases: JunitCase[], suite: string, title: string) =>
    cases.length > 0 ? cases : [passed(suite, title)]
  const { met, of, percent } = report.coverage
  return junit('epay-sandbox run', [
    {
      title: 'findings',
      properties: { coverage: `${met} of ${of} (${percent} %)`, assumed: report.assumed.join('; ') },
      cases: or(findings, 'findings', 'nothing was found in the requests'),
    },
    { title: 'postlinks', cases: or(untaken, 'postlinks', 'every postlink was taken') },
    { title: 'ledger', cases: or(books, 'ledger', 'the books balance') },
  ])
}
