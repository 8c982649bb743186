import { call, facts } from './api.js'
import { fill, find, h } from './dom.js'
import { button, copyButton, say, sayProblem } from './press.js'
import { createRun } from './run.js'
import { t } from './speech.js'
import { badge } from './words.js'

/** @param {string} name */
const load = async (name) => {
  const { rules } = await call('POST', 'scenarios', { name })
  say(t('Staged {name}: {n} rules in force', { name, n: rules.length }), {
    action: [
      t('Rules'),
      () => {
        location.hash = '#/rules'
      },
    ],
  })
}

/** What can be done with a scenario beside running it. @param {string} name */
const moreOf = (name) => [
  button(t('Load'), () => load(name), { 'aria-label': t('Load {name}', { name }) }),
  copyButton(
    () => `${facts.command} scenario run ${name}`,
    t('the command that runs {name}', { name }),
    t('Copy command'),
  ),
]

/** @param {string} name */
const placeOf = (name) => `scenarios/${encodeURIComponent(name)}`

/** @param {any} scenario @param {(name: string) => void} run */
const cardOf = ({ name, about, run: state }, run) =>
  h('li', { class: 'card', 'data-testid': 'scenario' }, [
    h('div', { class: 'row' }, [
      h('div', { class: 'grow' }, [
        h('div', { class: 'row' }, [
          h('h2', {}, h('a', { href: `#/${placeOf(name)}` }, name)),
          state && badge(state),
        ]),
        h('p', { class: 'soft', lang: 'en' }, about),
      ]),
      h('div', { class: 'row' }, [
        h(
          'button',
          {
            type: 'button',
            class: 'quiet',
            'aria-label': t('Run {name}', { name }),
            onclick: () => run(name),
          },
          t('Run'),
        ),
        moreOf(name),
      ]),
    ]),
  ])

/** @param {(name: string) => void} run */
const createList = (run) => {
  const search = h('input', {
    type: 'search',
    placeholder: t('Lost, forged, refund, 3-D Secure'),
    'aria-label': t('Search scenarios'),
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
        ? shown.map((scenario) => cardOf(scenario, run))
        : all.length > 0 && h('li', { class: 'empty' }, t('No scenario has these words.')),
    )
  }
  const element = h('div', { class: 'page scroller', tabindex: '0' }, [
    h('h1', {}, t('Scenarios')),
    h(
      'p',
      { class: 'lead' },
      t(
        'Stories of what goes wrong between a shop and the bank. Run plays one to its end on this ' +
          'server, in a workspace of its own; Load sets its clock and its rules here, and you play ' +
          'the shop.',
      ),
    ),
    search,
    list,
  ])
  return {
    element,
    search,
    async refresh() {
      all = (await call('GET', 'scenarios')).scenarios
      draw()
    },
    /** The next or the previous one gets the focus. @param {number} by */
    step(by) {
      const links = [...list.querySelectorAll('h2 a')]
      const at = links.indexOf(document.activeElement)
      links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus()
    },
  }
}

/** @type {import('./app.js').View} */
export const scenarios = {
  title: t('Scenarios'),
  open(main, context) {
    let shown = ''
    /** @type {ReturnType<typeof createRun> | undefined} */
    let one
    const list = createList((name) => {
      context.go(placeOf(name))
      one?.run()
    })
    const leave = () => {
      one?.close()
      one = undefined
    }
    /** @param {string} before the scenario one comes back from */
    const showList = (before) => {
      leave()
      fill(main, list.element)
      list
        .refresh()
        .then(() => before && find(`a[href="#/${placeOf(before)}"]`, list.element)?.focus(), sayProblem)
    }
    /** @param {string} name */
    const showOne = (name) => {
      leave()
      const opened = createRun(name, moreOf(name))
      one = opened
      fill(main, opened.element)
      call('GET', placeOf(name)).then(opened.know, opened.trouble)
    }
    return {
      search: list.search,
      route([name = '']) {
        if (name === shown && main.firstChild) return
        const before = shown
        shown = name
        if (name) return showOne(name)
        showList(before)
      },
      step: (by) => !shown && list.step(by),
      back: () => shown && context.go('scenarios'),
      run: () => one?.run(),
      close: leave,
    }
  },
}
