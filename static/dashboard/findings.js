import { call } from './api.js'
import { createAsking } from './asking.js'
import { fill, find, h, keyed } from './dom.js'
import { knownNodes } from './marked.js'
import { language, t, tn } from './speech.js'
import { badge } from './words.js'

const severities = ['error', 'warning', 'note']
const sorts = ['all', ...severities]

/**
 * @param {any} finding one of the call, or of a run's report
 * @param {boolean} isLive the requests can be opened here
 */
export const findingNode = ({ severity, message, fix, where, count, exchanges, provenance }, isLive) =>
  h('li', { class: 'card finding', 'data-severity': severity, 'data-testid': 'finding' }, [
    h('div', { class: 'row' }, [
      badge(severity),
      h('code', { class: 'breaks grow' }, where),
      h('span', { class: 'soft' }, tn(count, '{n} time', '{n} times')),
    ]),
    h('h2', {}, message),
    h('dl', { class: 'facts' }, [
      h('div', {}, h('dt', {}, t('Fix')), h('dd', {}, fix)),
      h('div', {}, h('dt', {}, t('Source')), h('dd', { lang: 'en' }, knownNodes(provenance))),
      isLive &&
        exchanges.length > 0 &&
        h('div', {}, [
          h('dt', {}, t('Requests')),
          h(
            'dd',
            { class: 'links' },
            exchanges
              .toReversed()
              .slice(0, 5)
              .map((/** @type {number} */ id) => h('a', { href: `#/requests/${id}` }, String(id))),
          ),
        ]),
    ]),
  ])

/** @param {any[]} all */
const empty = (all) =>
  h('div', { class: 'empty', 'data-testid': 'no-findings' }, [
    h('h2', {}, all.length > 0 ? t('Nothing fits') : t('Nothing to fix')),
    h('p', {}, t('Every request is compared with the bank’s documents, also those that are answered well.')),
  ])

/** @type {import('./app.js').View} */
export const findings = {
  title: t('Findings'),
  open(main, context) {
    const list = h('ul', { class: 'stack', 'data-testid': 'findings' })
    const none = h('div')
    const chips = sorts.map((name) =>
      h(
        'button',
        {
          ...{ type: 'button', class: 'sort', 'data-sort': name },
          onclick: () => context.setQuery({ show: name === 'all' ? '' : name }),
        },
        h('span', {}, t(name)),
        h('span', { class: 'count' }),
      ),
    )
    let show = ''
    /** @type {any[]} */
    let all = []
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Findings')),
        h(
          'p',
          { class: 'lead' },
          t(
            'What your shop’s requests do otherwise than the documents say, the worst first. An error ' +
              'is refused by the bank; a warning may be, one day.',
          ),
        ),
        h('div', { class: 'sorts', role: 'group', 'aria-label': t('Severity') }, chips),
        list,
        none,
      ]),
    )
    const draw = () => {
      const shown = all.filter(({ severity }) => show === '' || severity === show)
      for (const chip of chips) {
        const name = chip.dataset.sort
        const count = all.filter(({ severity }) => name === 'all' || severity === name).length
        chip.setAttribute('aria-pressed', String(name === (show || 'all')))
        find('.count', chip).textContent = String(count)
        chip.hidden = name !== 'all' && name !== show && count === 0
      }
      keyed(list, shown, {
        key: ({ id, where, message }) => `${id} ${where} ${message}`,
        version: ({ count }) => count,
        render: (finding) => findingNode(finding, true),
      })
      fill(none, shown.length === 0 && empty(all))
    }
    const asking = createAsking(context.model, async () => {
      all = (await call('GET', `findings?lang=${language}`)).findings
      draw()
    })
    return {
      update: asking.update,
      route(_, query) {
        show = severities.includes(query.show ?? '') ? (query.show ?? '') : ''
        draw()
      },
      close: asking.close,
    }
  },
}
