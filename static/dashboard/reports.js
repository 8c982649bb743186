import { call, facts } from './api.js'
import { fill, find, h } from './dom.js'
import { button, copyButton, sayProblem } from './press.js'
import { createReport } from './report.js'
import { countsText, whenText } from './report-words.js'
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
    h(
      'p',
      { class: 'soft' },
      kind === 'run'
        ? t('{failed} against the shop, {met} of {all} behaviours met', {
            ...{ failed: counts.failed, met: counts.passed, all: counts.passed + counts.unproven },
          })
        : countsText(counts),
    ),
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
        'verify and drift take --publish too. Any report of theirs in JSON, and the report.json of ' +
          'exec --report, can be opened above or posted to {path}. The twenty newest stay until the sandbox stops.',
        { path: h('code', {}, '/_sandbox/reports') },
      ),
    ),
  ])
}

/** A file of a CI job, shown here. @param {(id: string) => void} show */
const fileButton = (show) => {
  const input = h('input', {
    ...{
      type: 'file',
      accept: '.json,application/json',
      class: 'visually-hidden',
      'data-testid': 'report-file',
    },
    ...{ tabindex: '-1', 'aria-label': t('Open a report…') },
    onchange: async () => {
      const [file] = input.files
      input.value = ''
      if (!file) return
      try {
        show((await call('POST', 'reports', JSON.parse(await file.text()))).id)
      } catch (error) {
        sayProblem(error)
      }
    },
  })
  return [input, button(t('Open a report…'), () => input.click())]
}

/** @param {(id: string) => void} show */
const createList = (show) => {
  const list = h('ul', { class: 'stack' })
  const place = h('div')
  let known = ''
  const element = h('div', { class: 'page scroller', tabindex: '0' }, [
    h('div', { class: 'row' }, [h('h1', { class: 'grow' }, t('Reports')), fileButton(show)]),
    h(
      'p',
      { class: 'lead' },
      t('What certify, verify, drift and runs of your tests found out, the newest first.'),
    ),
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
    const list = createList((id) => context.go(`reports/${id}`))
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
