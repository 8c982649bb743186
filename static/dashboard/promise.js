import { h } from './dom.js'
import { copyButton } from './press.js'
import { t } from './speech.js'
import { badge } from './words.js'

/** @type {Record<string, string>} */
const signs = { passed: '✓', failed: '✗', unproven: '?', skipped: '–' }
/** @type {Record<string, string>} */
const spoken = { passed: t('passed'), failed: t('failed'), unproven: t('not proven'), skipped: t('skipped') }

/** @param {string} outcome */
const sign = (outcome) => [
  h('span', { class: 'sign', 'aria-hidden': 'true' }, signs[outcome]),
  h('span', { class: 'visually-hidden' }, spoken[outcome]),
]

/** @param {boolean | undefined} ok nobody could tell when it is undefined */
const outcomeOf = (ok) => (ok === undefined ? 'unproven' : ok ? 'passed' : 'failed')

/** Where there is no room for a head its words stand before the cells. @param {boolean | undefined} ok */
const rowOf = (ok, /** @type {string[]} */ names, /** @type {string[]} */ cells) =>
  h('tr', { 'data-outcome': outcomeOf(ok) }, [
    h('td', {}, sign(outcomeOf(ok))),
    cells.map((cell, i) => h('td', { 'data-label': i > 0 && names[i] }, cell)),
  ])

/** @param {string[]} names */
const headRow = (names) =>
  h(
    'thead',
    {},
    h('tr', {}, [
      h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, t('Outcome'))),
      names.map((name) => h('th', { scope: 'col' }, name)),
    ]),
  )

const looked = [t('Looked at'), t('Expected'), t('Got')]
const codeColumns = [t('Code'), t('Reason'), t('Answered'), t('After the decline'), t('After paying again')]

// A crowd of orders has hundreds of checks that all say the same.
const mostChecks = 60

/** @param {any[]} checks */
const checksNode = (checks) => {
  const sorted = [...checks].sort((a, b) => Number(a.ok === true) - Number(b.ok === true))
  return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': t('What was looked at') }, [
    h('table', { class: 'checks' }, [
      headRow(looked),
      h(
        'tbody',
        {},
        sorted
          .slice(0, mostChecks)
          .map(({ what, expected, got, ok }) => rowOf(ok, looked, [what, expected, got])),
      ),
    ]),
    checks.length > mostChecks &&
      h('p', { class: 'soft' }, t('… and {n} more', { n: checks.length - mostChecks })),
  ])
}

/** @param {any} step */
const stepNode = ({ did, sent, got }) => {
  const line = [did, got && [' → ', h('b', {}, got)]]
  if (!sent?.body) return h('li', {}, line)
  return h('li', {}, [
    h('details', { class: 'raw' }, [
      h('summary', {}, line),
      h('pre', { tabindex: '0' }, `${sent.method} ${sent.url}\n\n${sent.body}`),
    ]),
  ])
}

/** The command that tries this promise alone. @param {any} published @param {string} name */
const alone = ({ kind, command }, name) =>
  kind === 'certify'
    ? `${command.replace(/ --(only|skip)[ =]\S+| --(bail|last-failed)/g, '')} --only ${name}`
    : ''

/** @param {string} title @param {any} content */
const part = (title, content) => h('p', {}, h('b', {}, title), ' ', content)

/** @param {any} promise */
const evidence = ({ reason, notes = [], why, fix, before, after, checks, steps, curl }) => [
  reason && h('p', { class: 'because' }, reason),
  notes.length > 0 &&
    h(
      'ul',
      { class: 'because' },
      notes.map((/** @type {string} */ line) => h('li', {}, line)),
    ),
  why && part(t('Why it matters.'), why),
  fix && part(t('How to fix it.'), fix),
  before &&
    h('dl', { class: 'facts' }, [
      h('div', {}, h('dt', {}, t('Before')), h('dd', {}, before)),
      h('div', {}, h('dt', {}, t('After')), h('dd', {}, after)),
    ]),
  checks.length > 0 && checksNode(checks),
  steps.length > 0 && h('ol', { class: 'did' }, steps.map(stepNode)),
  curl && h('pre', { tabindex: '0' }, curl),
]

/** One promise with all that speaks for its outcome. @param {any} promise @param {any} published */
export const promiseNode = (promise, published) => {
  const { name, promise: words, about, outcome, curl } = promise
  const address = `#/reports/${published.id}/${encodeURIComponent(name)}`
  const again = alone(published, name)
  return h('li', { 'data-outcome': outcome, 'data-key': name, 'data-testid': 'promise' }, [
    h('details', { class: 'promise', open: outcome === 'failed' }, [
      h('summary', {}, [
        sign(outcome),
        h('span', { class: 'grow' }, words),
        h('span', { class: 'soft promise-name' }, about ?? name),
        outcome !== 'passed' && badge(outcome, spoken[outcome]),
      ]),
      h('div', { class: 'stack' }, [
        evidence(promise),
        h('div', { class: 'row' }, [
          curl && copyButton(() => curl, t('the request of {name}', { name }), t('Copy curl')),
          again && copyButton(() => again, t('the command for {name}', { name }), t('Copy command')),
          h('a', { class: 'quiet', href: address, 'aria-label': t('Link to {name}', { name }) }, t('Link')),
        ]),
      ]),
    ]),
  ])
}

/** What the shop did with each reason code. @param {any[]} codes */
export const codesNode = (codes) =>
  h('details', { class: 'card' }, [
    h('summary', {}, t('What the shop did with each reason code')),
    h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': t('Reason codes') }, [
      h('table', { class: 'checks' }, [
        headRow(codeColumns),
        h(
          'tbody',
          {},
          codes.map(({ code, reason, final, answered, declined, paidLater, ok }) =>
            rowOf(ok, codeColumns, [
              String(code),
              final ? reason : t('{reason}, not final', { reason }),
              answered,
              declined,
              paidLater,
            ]),
          ),
        ),
      ]),
    ]),
  ])
