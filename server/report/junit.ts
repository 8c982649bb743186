/** JUnit's XML, as CI servers read it: the one place that writes it. */

export interface JunitCase {
  suite: string
  title: string
  seconds?: number
  failure?: { message: string; text: string }
  /** Why it was not tested. */
  skipped?: string
}

export interface JunitSuite {
  title: string
  properties?: Record<string, string>
  cases: JunitCase[]
}

export const junit = (name: string, suites: JunitSuite[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name })}>`,
    ...suites.map(suiteOf),
    '</testsuites>',
  ].join('\n')

const suiteOf = ({ title, properties = {}, cases }: JunitSuite) => {
  const failures = cases.filter(({ failure }) => failure).length
  const skipped = cases.filter((one) => one.skipped !== undefined).length
  const listed = Object.entries(properties).map(
    ([name, value]) => `<property${attributes({ name, value })}/>`,
  )
  return [
    `  <testsuite${attributes({ name: title, tests: cases.length, failures, skipped })}>`,
    ...(listed.length > 0 ? [`    <properties>${listed.join('')}</properties>`] : []),
    ...cases.map(caseOf),
    '  </testsuite>',
  ].join('\n')
}

const caseOf = ({ suite, title, seconds, failure, skipped }: JunitCase) => {
  const open = `    <testcase${attributes({ classname: suite, name: title, time: seconds })}`
  if (failure) {
    const { message, text } = failure
    return `${open}><failure${attributes({ message })}>${escapeXml(text)}</failure></testcase>`
  }
  return skipped === undefined
    ? `${open}/>`
    : `${open}><skipped${attributes({ message: skipped })}/></testcase>`
}

const attributes = (values: Record<string, string | number | undefined>) =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXml(String(value))}"`]))
    .join('')

// XML 1.0 has no way at all to write most control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

const escapeXml = (value: string): string =>
  value.replace(unwritable, '\ufffd').replace(/[&<>"']/g, (letter) => entities[letter] ?? '')
