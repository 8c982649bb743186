import { call } from './api.js'
import { fill, h, keyed } from './dom.js'
import { button, createTrouble, say } from './press.js'
import { createRuleForm } from './rule-form.js'
import { t, tn } from './speech.js'
import { clockTime, json } from './text.js'
import { ruleText, timesText } from './words.js'

/** @param {any} hit */
const hitOf = ({ at, invoiceId, asked }) =>
  h('li', {}, [
    h('span', { class: 'soft mono' }, clockTime(at)),
    invoiceId ? h('a', { href: `#/payments/${encodeURIComponent(invoiceId)}` }, invoiceId) : undefined,
    h('span', { class: 'soft' }, t(asked)),
  ])

/** @param {any} rule */
const asWritten = ({ when, then, times }) => json({ when, then, times })

/** @param {any} rule */
const activeText = ({ isActive, times, matched }) =>
  isActive ? t('in force') : matched === times ? t('used up') : t('cleared')

/** @param {any} rule */
const cardOf = (rule) => {
  const { when, then } = ruleText(rule)
  const { id, hits, isActive } = rule
  return h('li', { class: 'card rule', 'data-testid': 'rule', 'data-active': isActive }, [
    h('div', { class: 'row' }, [
      h('div', { class: 'grow' }, h('h3', {}, then), h('p', { class: 'soft' }, when)),
      h('span', { class: 'badge', 'data-tone': isActive ? 'good' : '' }, activeText(rule)),
      h('span', { class: 'chip', 'data-testid': 'hits' }, timesText(rule)),
      isActive &&
        button(t('Clear'), () => call('DELETE', `rules/${id}`), {
          'aria-label': t('Clear the rule: {what}', { what: then }),
        }),
      !isActive && button(t('Add again'), () => call('POST', 'rules', JSON.parse(asWritten(rule)))),
    ]),
    hits.length > 0 &&
      h('details', { class: 'raw', 'data-part': 'hits' }, [
        h('summary', {}, tn(hits.length, '{n} hit', '{n} hits')),
        h('ul', { class: 'hits' }, hits.slice(-50).toReversed().map(hitOf)),
      ]),
    h(
      'details',
      { class: 'raw', 'data-part': 'json' },
      h('summary', {}, 'JSON'),
      h('pre', { tabindex: '0' }, asWritten(rule)),
    ),
  ])
}

/** @param {any} rule */
const add = async (rule) => {
  await call('POST', 'rules', rule)
  say(t('In force: {what}', { what: ruleText(rule).then }))
}

/** What people come here for, one press away. @type {[string, any][]} */
const ideas = [
  [t('Next payment: insufficient funds'), { then: { reasonCode: 484 }, times: 1 }],
  [t('Next payment: ask for 3-D Secure'), { then: { threeDS: 'challenge' }, times: 1 }],
  [t('Next postlink: twice at once'), { then: { postlink: { copies: 2 } }, times: 1 }],
  [t('Next postlink: never sent'), { then: { postlink: { lost: true } }, times: 1 }],
  [t('Next postlink: forged'), { then: { postlink: { forged: true } }, times: 1 }],
  [
    t('Next saved-card charge: answer lost'),
    { when: { operation: 'savedCard' }, then: { answer: 'lost' }, times: 1 },
  ],
  [t('Next token: HTTP 502'), { when: { operation: 'token' }, then: { answer: { status: 502 } }, times: 1 }],
]

const asCards = {
  key: (/** @type {any} */ { id }) => id,
  version: (/** @type {any} */ { matched, isActive }) => `${matched} ${isActive}`,
  render: cardOf,
}

/** @type {import('./app.js').View} */
export const rules = {
  title: t('Rules'),
  open(main, { model }) {
    const list = h('ul', { class: 'stack', 'aria-label': t('Rules') })
    const spent = h('ul', { class: 'stack', 'aria-label': t('Rules used up or cleared') })
    const past = h('details', { class: 'past', hidden: true, open: true }, [
      h('summary', {}, h('h2', {}, t('Used up or cleared'))),
      spent,
    ])
    const count = h('span', { class: 'soft' })
    const empty = h('div')
    const clear = button(t('Clear all'), () => call('DELETE', 'rules'))
    fill(main, [
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('h1', {}, t('Rules')),
        h(
          'p',
          { class: 'lead' },
          t(
            'A rule changes what would happen: an outcome, an answer on its way, a postlink. The first ' +
              'one that fits wins; your code stays as it is.',
          ),
        ),
        h(
          'div',
          { class: 'row ideas' },
          ideas.map(([name, rule]) => button(name, () => add(rule))),
        ),
        h('div', { class: 'row' }, h('h2', {}, t('In force')), count, h('span', { class: 'grow' }), clear),
        list,
        empty,
        past,
        h('h2', {}, t('Add a rule')),
        h('div', { class: 'card' }, createRuleForm(add, createTrouble())),
      ]),
    ])
    return {
      update() {
        const all = [...model.rules.values()].reverse()
        const active = all.filter(({ isActive }) => isActive)
        const over = all.filter(({ isActive }) => !isActive).slice(0, 20)
        count.textContent = String(active.length)
        clear.hidden = active.length === 0
        past.hidden = over.length === 0
        keyed(list, active.reverse(), asCards)
        keyed(spent, over, asCards)
        if (active.length > 0) fill(empty)
        else if (!empty.firstChild)
          fill(
            empty,
            h(
              'p',
              { class: 'empty' },
              t(
                'None: everything happens as the cards decide. Press one of the buttons above, then pay, ' +
                  'and watch the rule being hit.',
              ),
            ),
          )
      },
    }
  },
}
