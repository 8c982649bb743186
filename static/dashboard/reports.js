import { call, facts } from './api.js'
import { fill, find, h } from './dom.js'
import { copyButton, sayProblem } from './press.js'
import { countsText, createReport, whenText } from './report.js'
import { rich, t } from './speech.js'
import { badge } from './words.js'

// Reports are no entries of the journal: nobody tells of a new one.
const askEveryMs = 3000

/** How much of it was kept, in colours; the words say it too. @param {Record<string, number>} counts */
const tally = (counts) =>
  h(
    'span',
    { class: 'tally', 'aria-hidden': 'true' },
    ['failed', 'unproven', 'skipped', 'passed'].map((outcome) => {
      if (!counts[outcome]) return undefined
      const part = h('span', { 'data-outcome': outcome })
      part.style.flexGrow = String(counts[outcome])
      return part
    }),
  )

/** @param {any} report */
const cardOf = ({ id, kind, verdict, subject, at, counts }) =>
  h('li', { class: 'card report-card', 'data-testid': 'report' }, [
    h('div', { class: 'row' }, [
      badge(verdict),
      h('h2', {}, h('a', { href: `#/reports/${id}` }, subject || kind)),
      h('span', { class: 'grow' }),
      h('span', { class: 'soft' }, [kind, at && `, ${whenText(at)}`]),
    ]),
    tally(counts),
    h('p', { class: 'soft' }, countsText(counts)),
  ])

const empty = () => {
  const command = `${facts.command} certify --config certify.yaml --publish ${facts.base}`
  return h('div', { class: 'empty', 'data-testid': 'no-reports' }, [
    h('h2', {}, t('No reports yet')),
    h(
      'p',
      {},
      t(
        'certify puts a shop to the test: forged and doubled postlinks, lost answers, refunds. It ' +
          'judges by what became of each order, and shows its report here when it is told where:',
      ),
    ),
    h(
      'div',
      { class: 'snippet' },
      h('pre', { tabindex: '0' }, command),
      copyButton(() => command, t('the command')),
    ),
    h(
      'p',
      {},
      rich(
        'verify and drift take --publish too. Any report of theirs in JSON can be posted to ' +
          '{path}. The twenty newest stay until the sandbox stops.',
        { path: h('code', {}, '/_sandbox/reports') },
      ),
    ),
  ])
}

const createList = () => {
  const list = h('ul', { class: 'stack' })
  const place = h('div')
  let known = ''
  const element = h('div', { class: 'page scroller', tabindex: '0' }, [
    h('h1', {}, t('Reports')),
    h('p', { class: 'lead' }, t('What certify, verify and drift found out, the newest first.')),
    list,
    place,
  ])
  return {
    element,
    async refresh() {
      const { reports } = await call('GET', 'reports')
      const now = reports.map((/** @type {any} */ { id }) => id).join(' ')
      if (now === known && element.contains(list.firstChild ?? place.firstChild)) return
      known = now
      fill(list, reports.map(cardOf))
      fill(place, reports.length === 0 && empty())
    },
    /** @param {number} by */
    step(by) {
      const links = [...list.querySelectorAll('h2 a')]
      const at = links.indexOf(document.activeElement)
      links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus()
    },
  }
}

/** @type {import('./app.js').View} */
export const reports = {
  title: t('Reports'),
  open(main, context) {
    const list = createList()
    let shown = ''
    /** @type {ReturnType<typeof createReport> | undefined} */
    let one
    const ask = () => {
      if (!shown && document.visibilityState === 'visible') list.refresh().catch(() => {})
    }
    const timer = setInterval(ask, askEveryMs)
    return {
      route([id = '', promise = ''], { show = '' }) {
        if (id !== shown || !main.firstChild) {
          const before = shown
          shown = id
          one = id ? createReport(id, context.setQuery) : undefined
          fill(main, one ? one.element : list.element)
          if (!one) {
            list
              .refresh()
              .then(() => before && find(`a[href="#/reports/${before}"]`, list.element)?.focus(), sayProblem)
          }
        }
        one?.show(show, promise)
      },
      step: (by) => (one ? one.step(by) : list.step(by)),
      back: () => shown && context.go('reports'),
      close: () => clearInterval(timer),
    }
  },
}
