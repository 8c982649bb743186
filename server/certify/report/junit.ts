import { escapeXml } from '../../scenario/report.ts'
import type { CaseResult } from '../case.ts'
import type { Report } from '../verdict.ts'

const inside = ({ outcome, reason = '', why, mend, curl = '' }: CaseResult): string => {
  const told = escapeXml([reason, `why: ${why}`, `mend: ${mend}`, curl].filter(Boolean).join('\n'))
  if (outcome === 'failed') return `<failure message="${escapeXml(reason)}">${told}</failure>`
  // JUnit knows nothing between passed and failed: what is not proven was not tested.
  if (outcome === 'unproven') return `<skipped message="${escapeXml(`not proven: ${reason}`)}"/>`
  return outcome === 'skipped' ? `<skipped message="${escapeXml(reason)}"/>` : ''
}

const testCase = (result: CaseResult) => {
  const { name, promise, ms } = result
  const open = `    <testcase classname="${escapeXml(name)}" name="${escapeXml(promise)}" time="${ms / 1000}"`
  const content = inside(result)
  return content ? `${open}>${content}</testcase>` : `${open}/>`
}

export const junitReport = ({ cases, counts, merchant, verdict }: Report): string => {
  const skipped = counts.skipped + counts.unproven
  const numbers = `tests="${cases.length}" failures="${counts.failed}" skipped="${skipped}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="epay-sandbox certify">',
    `  <testsuite name="${escapeXml(merchant)}" ${numbers}>`,
    `    <properties><property name="verdict" value="${verdict}"/></properties>`,
    ...cases.map(testCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}
