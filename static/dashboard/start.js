import { facts, tokenQuery } from './api.js'
import { provoke } from './codes.js'
import { fill, h } from './dom.js'
import { button, copy } from './press.js'
import { addressesOf } from './snippets.js'
import { rich, t } from './speech.js'

/** The addresses and credentials as a shop keeps them. */
export const dotenv = () =>
  Object.entries(addressesOf(facts))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join('\n')

let isCopied = false

/** @param {import('./model.js').Model} model */
const doneIn = (model) => [
  isCopied || model.entries.some(({ kind }) => kind === 'token issued'),
  model.entries.some(({ kind }) => kind === 'token issued'),
  model.list.some(({ reasonCode }) => reasonCode === 484),
]

/** @param {string} title @param {any} content @param {boolean} isDone @param {boolean} isNext */
const stepNode = (title, content, isDone, isNext) =>
  h('li', { class: 'start-step', 'data-done': isDone, 'data-next': isNext }, [
    h('span', { class: 'start-sign', 'aria-hidden': 'true' }, isDone ? '✓' : ''),
    h('div', { class: 'stack-tight' }, [
      h('h2', {}, title, isDone && h('span', { class: 'visually-hidden' }, ` ${t('done')}`)),
      content,
    ]),
  ])

/**
 * What this is and how a shop gets here: three steps that tick themselves off.
 * @param {import('./app.js').Context} context
 */
export const createStart = ({ model }) => {
  const steps = h('ol', { class: 'start-steps' })
  const clock = h('dd')
  let shown = ''
  const copyAll = button(
    t('Copy as .env'),
    async () => {
      await copy(dotenv(), t('the addresses'))
      isCopied = true
      update()
    },
    { class: 'button' },
  )
  const insufficient = button(t('Provoke “insufficient funds”'), () => provoke(484))
  const contents = [
    [
      t('Give your shop these addresses'),
      [h('pre', { tabindex: '0' }, dotenv()), h('div', { class: 'row' }, copyAll)],
    ],
    [
      t('Let it ask for its first token'),
      h(
        'p',
        { class: 'soft' },
        t('Start a payment in your shop: this step is ticked off the moment a token is issued.'),
      ),
    ],
    [
      t('See a decline'),
      [
        h(
          'p',
          { class: 'soft' },
          t('The next payment then ends with 484, whatever the card. Your shop must say so to its buyer.'),
        ),
        h('div', { class: 'row' }, insufficient),
      ],
    ],
  ]
  const element = h('div', { class: 'start stack', 'data-testid': 'no-payments' }, [
    h(
      'p',
      { class: 'start-lead' },
      t(
        'This is a stand-in for Halyk Bank’s ePay on your own machine: your shop talks to it as ' +
          'to the bank, no money moves, and every step is shown here.',
      ),
    ),
    steps,
    h('p', {}, [
      rich('No shop at hand? {button} buys tea in the sample shop.', {
        button: h('a', { href: 'shop/' }, t('Make a test payment')),
      }),
    ]),
    h('dl', { class: 'facts' }, [
      h('div', {}, h('dt', {}, t('Dialect')), h('dd', {}, h('code', {}, facts.dialect))),
      h(
        'div',
        {},
        h('dt', {}, t('Terminal')),
        h(
          'dd',
          {},
          facts.isOneStage
            ? t('one stage: a payment is charged at once')
            : t('two stages: a payment is held, then charged'),
        ),
      ),
      h('div', {}, h('dt', {}, t('Clock')), clock),
    ]),
    h('p', { class: 'row', 'data-testid': 'read-on' }, [
      h('a', { href: 'docs/' }, t('Documents')),
      h('a', { href: `reference${tokenQuery}` }, t('Reference of the bank’s API')),
      h('a', { href: '#/connect' }, t('Addresses and snippets')),
      h('a', { href: '#/codes' }, t('Reason codes')),
    ]),
  ])
  const update = () => {
    clock.textContent = model.clock.mode === 'system' ? t('Real time.') : t('Stands still until you move it.')
    const done = doneIn(model)
    if (String(done) === shown) return
    shown = String(done)
    const next = done.indexOf(false)
    fill(
      steps,
      contents.map(([title, content], i) => stepNode(String(title), content, done[i] === true, i === next)),
    )
  }
  update()
  return { element, update }
}

/** @type {import('./app.js').View} */
export const start = {
  title: t('Start'),
  open(main, context) {
    const panel = createStart(context)
    fill(main, h('div', { class: 'page scroller', tabindex: '0' }, [h('h1', {}, t('Start')), panel.element]))
    return { update: panel.update }
  },
}
