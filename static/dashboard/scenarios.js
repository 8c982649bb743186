import { call } from './api.js'
import { fill, h } from './dom.js'
import { button, copyButton, say, sayProblem } from './press.js'

/** @param {string} name */
const load = async (name) => {
  const { rules } = await call('POST', 'scenarios', { name })
  say(`Staged ${name}: ${rules.length} rules in force`, {
    action: [
      'Rules',
      () => {
        location.hash = '#/rules'
      },
    ],
  })
}

/** @param {any} scenario */
const cardOf = ({ name, about }) =>
  h('li', { class: 'card', 'data-testid': 'scenario' }, [
    h('div', { class: 'row' }, [
      h('div', { class: 'grow' }, h('h2', {}, name), h('p', { class: 'soft' }, about)),
      button('Load', () => load(name), { 'aria-label': `Load ${name}` }),
      copyButton(
        () => `npx epay-sandbox scenario run ${name}`,
        `the command that runs ${name}`,
        'Copy command',
      ),
    ]),
  ])

/** @type {import('./app.js').View} */
export const scenarios = {
  title: 'Scenarios',
  open(main) {
    const search = h('input', {
      type: 'search',
      placeholder: 'Lost, forged, refund, 3-D Secure',
      'aria-label': 'Search scenarios',
      oninput: () => draw(),
    })
    const list = h('ul', { class: 'stack' })
    /** @type {any[]} */
    let all = []
    const draw = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const shown = all.filter(({ name, about }) =>
        words.every((/** @type {string} */ word) => `${name} ${about}`.toLowerCase().includes(word)),
      )
      fill(
        list,
        shown.length > 0
          ? shown.map(cardOf)
          : all.length > 0 && h('li', { class: 'empty' }, 'No scenario has these words.'),
      )
    }
    call('GET', 'scenarios').then((told) => {
      all = told.scenarios
      draw()
    }, sayProblem)
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, 'Scenarios'),
        h(
          'p',
          { class: 'lead' },
          'Stories of what goes wrong between a shop and the bank. ',
          'Load sets the clock and the rules of one here, and you play the shop; ',
          'the command plays it to its end and reports.',
        ),
        search,
        list,
      ]),
    )
    return { search }
  },
}
