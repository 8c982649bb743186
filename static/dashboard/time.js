import { createAlarms } from './alarms.js'
import { call } from './api.js'
import { differences } from './difference.js'
import { fill, h, keyed } from './dom.js'
import { factList, raw, tellOf } from './events.js'
import { placeOf } from './orders.js'
import { button, say } from './press.js'
import { openOrder } from './saved-order.js'
import { t, tn } from './speech.js'
import { dayTime, listTime, moneyText } from './text.js'
import { badge, kindText, ruleText } from './words.js'

/** @type {Record<string, string>} */
const fields = {
  status: t('Status'),
  amount: t('Amount'),
  charged: t('Charged'),
  refunded: t('Refunded'),
  reasonCode: t('Reason code'),
  refused: t('Refused'),
  attempts: t('Attempts'),
  state: t('State'),
  isActive: t('In force'),
  matched: t('Matched'),
  mode: t('Clock'),
  now: t('Time'),
}

/** @param {string} field @param {any} value */
const valueNode = (field, value) => {
  if (value === undefined || value === '') return h('span', { class: 'soft' }, '–')
  if (field === 'status' || field === 'state') return badge(value)
  if (field === 'now') return dayTime(value)
  if (field === 'mode') return value === 'system' ? t('real time') : t('stands still')
  if (typeof value === 'object') return moneyText(value.tiyn, value.currency)
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  return t(String(value))
}

/** @param {import('./difference.js').Difference} difference */
const nameOf = ({ what, invoiceId, postlink, rule }) => {
  if (what === 'clock') return t('Clock')
  if (what === 'rule') return t('Rule: {what}', { what: ruleText(rule).then })
  const path = [invoiceId, postlink].filter(Boolean).map(String).map(encodeURIComponent).join('/')
  return [what === 'postlink' && `${t('Postlink')} `, h('a', { href: `#/payments/${path}` }, invoiceId)]
}

/** @param {import('./difference.js').Difference} difference */
const differenceNode = (difference) =>
  h('li', { class: 'card difference', 'data-what': difference.what, 'data-testid': 'difference' }, [
    h('div', { class: 'row' }, [
      h('h3', { class: 'grow' }, nameOf(difference)),
      difference.isNew && h('span', { class: 'badge', 'data-tone': 'good' }, t('new')),
    ]),
    h(
      'dl',
      { class: 'facts' },
      difference.changes.map(({ field, before, after }) =>
        h('div', {}, [
          h('dt', {}, fields[field] ?? field),
          h('dd', {}, [
            !difference.isNew && [valueNode(field, before), h('span', { class: 'soft' }, ' → ')],
            valueNode(field, after),
          ]),
        ]),
      ),
    ),
  ])

/** What a fork still owes, one press at a time. @param {import('./app.js').Context} context */
const createHeld = ({ model, moment }) => {
  const place = h('div', { class: 'stack-tight', 'data-testid': 'held' })
  return {
    element: place,
    update() {
      const held = [...model.postlinks.values()].filter(({ state }) => state === 'held')
      const [next] = held
      const send = async () => {
        await call('POST', `postlinks/${next.id}/release`)
        say(t('Sent: {answer}', { answer: next.invoiceId }))
      }
      fill(
        place,
        next && [
          h('h2', {}, tn(held.length, '{n} postlink is held', '{n} postlinks are held')),
          h('div', { class: 'row' }, [
            moment() === undefined &&
              button(t('Send the next step'), send, { class: 'button', 'data-testid': 'next-step' }),
            h('span', {}, [
              h('a', { href: `#/payments/${encodeURIComponent(next.invoiceId)}/${next.id}` }, next.invoiceId),
              ` ${kindText(next)}`,
            ]),
          ]),
        ],
      )
    },
  }
}

/** @param {any} entry @param {import('./app.js').Context} context */
const entryNode = (entry, { model, paymentOf }) => {
  const { title, note, facts = [] } = tellOf(entry, model)
  const payment = paymentOf(entry)
  return [
    h('h2', {}, title),
    note && h('p', { class: 'soft' }, note),
    factList([
      [t('Time'), listTime(entry.at)],
      [t('Invoice'), payment && h('a', { href: `#/${placeOf(model, payment)}` }, payment.invoiceId)],
      ...facts,
    ]),
    raw(entry),
  ]
}

/** @type {import('./app.js').View} */
export const time = {
  title: t('Any moment'),
  open(main, context) {
    const { history, model } = context
    const entry = h('div', { class: 'card stack-tight', 'data-testid': 'moment-entry' })
    const marks = h('div', { class: 'row marks' })
    const list = h('ul', { class: 'stack' })
    const summary = h('p', { class: 'soft' })
    const alarms = createAlarms(context)
    const held = createHeld(context)
    const since = h('select', {
      id: 'since',
      'data-testid': 'since',
      onchange: () => context.setQuery({ since: since.value }),
    })
    let from = 1
    let shown = ''
    fill(
      main,
      h('div', { class: 'page scroller', tabindex: '0' }, [
        h('div', { class: 'row' }, [h('h1', { class: 'grow' }, t('Any moment')), openOrder()]),
        h(
          'p',
          { class: 'lead' },
          t(
            'Drag through the journal: payments, postlinks, rules and alarms are shown as they were ' +
              'then, here and in every other view.',
          ),
        ),
        held.element,
        entry,
        marks,
        h('div', { class: 'row' }, [
          h('label', { for: 'since' }, h('h2', {}, t('What changed since'))),
          h('div', {}, since),
          button(t('Compare with this moment'), () =>
            context.setQuery({ since: String(context.moment() ?? history.last()) }),
          ),
        ]),
        summary,
        list,
        h('h2', {}, t('Waiting for their time')),
        alarms.element,
      ]),
    )
    const marksIn = () => history.entries().filter((/** @type {any} */ { kind }) => kind === 'marked')

    const drawMarks = () => {
      const all = marksIn().slice(-20)
      fill(
        marks,
        all.length > 0 && h('span', { class: 'soft' }, t('Marks')),
        all.map((/** @type {any} */ { seq, name }) =>
          h('a', { class: 'quiet', href: `#/time/${seq}`, translate: 'no' }, name),
        ),
      )
      const options = new Map([[history.first()?.seq ?? 1, t('the beginning')]])
      for (const { seq, name } of all) options.set(seq, name)
      if (!options.has(from)) options.set(from, t('entry {n}', { n: from }))
      fill(
        since,
        [...options]
          .toSorted(([one], [other]) => one - other)
          .map(([seq, name]) => h('option', { value: String(seq), selected: seq === from }, name)),
      )
    }
    const draw = () => {
      const at = context.moment() ?? history.last()
      const last = history.entryAt(at)
      fill(entry, last && entryNode(last, context))
      drawMarks()
      const [early, late] = from <= at ? [history.modelAt(from), model] : [model, history.modelAt(from)]
      const found = differences(early, late)
      summary.textContent =
        found.length === 0
          ? t('Nothing is different.')
          : tn(found.length, '{n} thing is different', '{n} things are different')
      keyed(list, found.slice(0, 200), {
        key: ({ what, key }) => `${what} ${key}`,
        version: ({ changes }) => JSON.stringify(changes),
        render: differenceNode,
      })
    }
    const update = () => {
      held.update()
      alarms.update()
      const now = `${context.moment()} ${history.last()} ${from}`
      if (now === shown || history.last() === 0) return
      shown = now
      draw()
    }
    return {
      update,
      route([seq = ''], query) {
        from = Number(query.since) || (history.first()?.seq ?? 1)
        if (/^\d+$/.test(seq)) context.chooseMoment(Number(seq))
        update()
      },
      step: (by) => context.chooseMoment((context.moment() ?? history.last()) + by),
      close: () => alarms.close(),
    }
  },
}
