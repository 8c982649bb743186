import t from 'tap'
import { report } from '../../server/scenario/report.ts'
import texts from '../../server/scenario/report-texts.json' with { type: 'json' }
import type { ScenarioResult } from '../../server/scenario/run.ts'
import { matches } from '../matches.ts'

const step = { expected: {}, got: {}, differences: [] }
const good: ScenarioResult = {
  title: 'tea',
  about: 'A story.',
  ok: true,
  steps: [{ ...step, title: '1 pay', ok: true }],
  against: 'bank',
  assumed: [],
}
const bad: ScenarioResult = {
  title: 'coffee',
  about: 'A sad story.',
  ok: false,
  steps: [
    { ...step, title: '1 pay', ok: true },
    {
      title: '2 ask "status" <&>',
      ok: false,
      expected: { page: 'paid' },
      got: { page: 'declined' },
      differences: [
        { where: 'page', expected: 'paid', got: 'declined' },
        { where: 'body.note', expected: '<b>&"\'\u0000', got: undefined },
      ],
    },
  ],
  against: 'shop',
  assumed: ['a guess'],
}
const skipped: ScenarioResult = { ...good, title: 'water', steps: [], skipped: 'no glass & no tap' }

t.test('people read what went wrong, and how many stories are true', async (t) => {
  t.equal(
    report('text', [good, bad, skipped]),
    [
      '✓ tea (1 step)',
      '✗ coffee: A sad story.',
      '    2 ask "status" <&>',
      '      page: expected paid, got declined',
      '      body.note: expected <b>&"\'\u0000, got nothing',
      '    rests on assumptions: a guess',
      '- water: skipped, no glass & no tap',
      '1 passed, 1 failed, 1 skipped',
      "(only the bank's side was played, no shop was asked: --config certify.yaml plays it with yours)",
      "(with your shop's own orders)",
    ].join('\n'),
  )
})

t.test('programs read every step', async (t) => {
  const document = JSON.parse(report('json', [good, bad, skipped]))
  matches(t, document, { ok: false, passed: 1, failed: 1, skipped: 1, scenarios: { length: 3 } })
  matches(t, document.scenarios[1].steps[1], { expected: { page: 'paid' }, got: { page: 'declined' } })
  t.equal(JSON.parse(report('json', [good])).ok, true)
})

t.test('a CI server reads JUnit, whatever stands in a title', async (t) => {
  const xml = report('junit', [good, bad, skipped])
  t.match(xml, '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="epay-sandbox scenarios">')
  t.match(
    xml,
    '<testsuite name="tea" tests="1" failures="0" skipped="0">\n    <testcase classname="tea" name="1 pay"/>',
  )
  t.match(xml, '<testsuite name="coffee" tests="2" failures="1" skipped="0">')
  t.match(
    xml,
    'name="2 ask &quot;status&quot; &lt;&amp;&gt;"><failure message="page: expected paid, got declined">',
  )
  t.match(xml, 'expected &lt;b&gt;&amp;&quot;&apos;\ufffd, got nothing</failure>')
  t.match(xml, '<skipped message="no glass &amp; no tap"/>')
  t.notMatch(xml, '\u0000')
})

t.test('people read it in their language, with the same words in each', async (t) => {
  const { eng, ...others } = texts
  const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted()
  for (const [language, words] of Object.entries(others)) {
    t.same(Object.keys(words), Object.keys(eng), language)
    for (const [key, text] of Object.entries(words))
      t.same(gaps(text), gaps(eng[key as keyof typeof eng]), key)
  }
  const russian = report('text', [good, bad, skipped], 'rus')
  t.match(russian, 'body.note: ожидалось <b>&"\'\u0000, получено ничего')
  t.match(russian, /^пройдено: 1, не пройдено: 1, пропущено: 1$/m)
  t.match(report('text', [good, bad, skipped], 'kaz'), /^өтті: 1, өтпеді: 1, өткізілді: 1$/m)
  t.notMatch(russian + report('text', [bad], 'kaz'), /expected|rests on|passed/)
  t.equal(report('json', [bad], 'rus'), report('json', [bad]), 'JSON is English')
})
