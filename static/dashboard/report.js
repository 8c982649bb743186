import { call } from './api.js'
import { fill, find, h } from './dom.js'
import { copyButton, createTrouble } from './press.js'
import { codesNode, promiseNode } from './promise.js'
import { countsText, outcomeWords, whenText } from './report-words.js'
import { runNodes } from './run-report.js'
import { language, t, tn } from './speech.js'

/** @type {Record<string, string>} */
const verdicts = {
  certified: t('Certified'),
  failed: t('Failed'),
  passed: t('Passed'),
  'not proven': t('Not proven'),
}

/** The same shape for the promises of certify and the checks of the others. @param {any} report */
const promisesOf = ({ cases, checks = [] }) =>
  cases ??
  checks.map((/** @type {any} */ { suite, title, ok, notes }, /** @type {number} */ i) => ({
    ...{ name: String(i + 1), promise: title, about: suite, outcome: ok ? 'passed' : 'failed' },
    ...{ checks: [], steps: [], notes },
  }))

/** What went wrong first; the rest in its order. @param {any[]} promises */
const worstFirst = (promises) => {
  const {
    failed = [],
    unproven = [],
    rest = [],
  } = Object.groupBy(promises, ({ outcome }) =>
    outcome === 'failed' || outcome === 'unproven' ? outcome : 'rest',
  )
  return [...failed, ...unproven, ...rest]
}

/** @param {any} published */
const headOf = ({ kind, verdict, subject, at, counts, command, report }) =>
  h('header', { class: 'report-head', 'data-verdict': verdict, 'data-testid': 'report-head' }, [
    h('h1', {}, verdicts[verdict] ?? verdict),
    h('p', { class: 'report-subject' }, subject),
    h('p', {}, countsText(counts)),
    report.because && h('p', {}, report.because),
    h('p', { class: 'soft' }, [
      [kind, at && whenText(at), report.version && t('version {version}', report)]
        .concat(report.seed && t('seed {seed}', report))
        .filter(Boolean)
        .join(', '),
    ]),
    h('div', { class: 'row' }, [
      h('code', { class: 'grow breaks' }, command),
      copyButton(() => command, t('the command')),
    ]),
  ])

/** @param {any} published */
const restOf = ({ report: { assumed = [], codes = [] } }) => [
  codes.length > 0 && codesNode(codes),
  assumed.length > 0 &&
    h('details', { class: 'raw' }, [
      h('summary', {}, tn(assumed.length, 'Rests on {n} assumption', 'Rests on {n} assumptions')),
      h(
        'ul',
        { class: 'assumed' },
        assumed.map((/** @type {string} */ one) => h('li', {}, one)),
      ),
    ]),
]

/**
 * One report whole: it never changes, so it is drawn once, and only what is shown of it changes.
 * @param {string} id @param {(query: Record<string, string>) => void} setQuery
 */
export const createReport = (id, setQuery) => {
  const place = h('div', { class: 'stack' })
  const trouble = createTrouble()
  const chips = ['all', ...Object.keys(outcomeWords)].map((name) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sort',
        'data-sort': name,
        onclick: () => setQuery({ show: name === 'all' ? '' : name }),
      },
      [h('span', {}, outcomeWords[name] ?? t(name)), h('span', { class: 'count' })],
    ),
  )
  const filters = h('div', { class: 'sorts', role: 'group', 'aria-label': t('Outcome') }, chips)
  const list = h('ul', { class: 'promises', 'data-testid': 'promises' })
  const element = h('div', { class: 'page scroller', tabindex: '0' }, [
    h('p', {}, h('a', { href: '#/reports' }, t('← All reports'))),
    trouble.place,
    place,
  ])
  let sort = ''
  let aim = ''

  const sift = () => {
    for (const item of list.children) item.hidden = sort !== '' && item.dataset.outcome !== sort
    for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.dataset.sort === (sort || 'all')))
    const target = aim && find(`[data-key="${CSS.escape(aim)}"] > details`, list)
    if (!target) return
    aim = ''
    target.open = true
    target.scrollIntoView({ block: 'start' })
    find('summary', target).focus({ preventScroll: true })
  }
  /** @param {any} kept */
  const draw = (kept) => {
    const published = { ...kept, report: { ...kept.report, ...kept.report.spoken?.[language] } }
    if (published.kind === 'run') return fill(place, runNodes(published))
    const promises = worstFirst(promisesOf(published.report))
    for (const chip of chips) {
      const name = chip.dataset.sort
      const count = name === 'all' ? promises.length : (published.counts[name] ?? 0)
      find('.count', chip).textContent = String(count)
      chip.hidden = name !== 'all' && count === 0
    }
    fill(
      list,
      promises.map((/** @type {any} */ one) => promiseNode(one, published)),
    )
    fill(place, headOf(published), filters, list, restOf(published))
    sift()
  }
  call('GET', `reports/${encodeURIComponent(id)}`).then(draw, (error) => {
    fill(place, h('h1', {}, t('Report')))
    trouble.tell(error)
  })
  return {
    element,
    /** @param {string} outcome @param {string} promise */
    show(outcome, promise) {
      sort = outcomeWords[outcome] ? outcome : ''
      aim = promise
      sift()
    },
    /** @param {number} by */
    step(by) {
      const all = [...list.querySelectorAll(':scope > li:not([hidden]) > details > summary')]
      const at = all.indexOf(document.activeElement)
      all[Math.min(Math.max(at + by, 0), all.length - 1)]?.focus()
    },
  }
}
