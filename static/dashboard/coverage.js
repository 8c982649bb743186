import { call, facts } from './api.js'
import { createAsking } from './asking.js'
import { drawMap, figureText, meterNode } from './coverage-map.js'
import { fill, find, h } from './dom.js'
import { copyButton } from './press.js'
import { language, rich, t } from './speech.js'

const sorts = ['all', 'never', 'met']

const empty = () =>
  h('div', { class: 'empty', 'data-testid': 'no-coverage' }, [
    h('h2', {}, t('Nothing was asked of the bank yet')),
    h(
      'p',
      {},
      t('What your shop calls is what counts: the map begins with its first token. It outlives a reset.'),
    ),
  ])

/** @type {import('./app.js').View} */
export const coverage = {
  title: t('Coverage'),
  open(main, context) {
    const figure = h('p', { class: 'figure', 'data-testid': 'coverage-figure' })
    const map = h('div', { class: 'stack' })
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
    const filters = h('div', { class: 'sorts', role: 'group', 'aria-label': t('Behaviours') }, chips)
    const command = `${facts.command} exec --coverage --min-coverage 60 -- npm test`
    let show = ''
    /** @type {import('./coverage-map.js').Coverage | undefined} */
    let known
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Coverage')),
        h(
          'p',
          { class: 'lead' },
          t(
            'What a bank can do with the calls your shop makes, and what of it this workspace has ' +
              'met. Open one that was never met: it says what provokes it.',
          ),
        ),
        h('div', { class: 'card stack-tight' }, figure),
        filters,
        none,
        map,
        h('details', { class: 'raw' }, [
          h('summary', {}, t('In CI')),
          h(
            'p',
            {},
            rich('A mark before each test says which test met what: {call}', {
              call: h('code', {}, 'POST /_sandbox/marks {"name"}'),
            }),
          ),
          h(
            'div',
            { class: 'snippet' },
            h('pre', { tabindex: '0' }, command),
            copyButton(() => command, t('the command')),
          ),
        ]),
      ]),
    )
    const draw = () => {
      if (!known) return
      const counts = { all: known.of, met: known.met, never: known.of - known.met }
      for (const chip of chips) {
        const name = /** @type {keyof typeof counts} */ (chip.dataset.sort)
        chip.setAttribute('aria-pressed', String(name === (show || 'all')))
        find('.count', chip).textContent = String(counts[name])
      }
      fill(figure, known.of > 0 && [h('b', {}, figureText(known)), meterNode(known)])
      figure.parentElement.hidden = known.of === 0
      filters.hidden = known.of === 0
      fill(none, known.of === 0 && empty())
      drawMap(map, known, { show, isLive: true })
    }
    const asking = createAsking(context.model, async () => {
      known = await call('GET', `coverage?lang=${language}`)
      draw()
    })
    return {
      update: asking.update,
      route(_, query) {
        show = sorts.includes(query.show ?? '') ? (query.show ?? '') : ''
        draw()
      },
      close: asking.close,
    }
  },
}
