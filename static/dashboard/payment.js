import { fill, find, h, keyed } from './dom.js'
import { factList, raw, tellOf } from './events.js'
import { postlinkNode } from './postlink.js'
import { copyButton } from './press.js'
import { bankTime, clockTime, dayTime, moneyText, spanText } from './text.js'
import { badge, reasonOf } from './words.js'

// Told with their postlink, not beside it.
const withPostlink = new Set(['postlink sent', 'postlink answered', 'postlink requeued', 'postlink held'])
const quiet = new Set(['token expired', 'page ended', 'card saved'])

/** @param {any} entry @param {number} before when the event above happened */
const timeOf = ({ at }, before) => {
  const gap = at - before
  return h('div', { class: 'event-time' }, [
    h('time', { datetime: new Date(at).toISOString(), title: bankTime(at) }, clockTime(at)),
    before > 0 && gap >= 20 && h('span', { class: 'soft' }, `+${spanText(gap)}`),
  ])
}

/** @param {any} entry @param {number} before @param {import('./model.js').Model} model */
const eventNode = (entry, before, model) => {
  const { tone, title, note, facts = [], more = [] } = tellOf(entry, model)
  return h(
    'li',
    { class: 'event', 'data-tone': tone, 'data-quiet': quiet.has(entry.kind), 'data-kind': entry.kind },
    [
      timeOf(entry, before),
      h('details', { class: 'event-body', 'data-part': 'event', open: isOutcome(entry) }, [
        h('summary', { class: 'event-line' }, h('h3', {}, title), note && h('span', { class: 'soft' }, note)),
        factList(facts),
        more,
        raw(entry),
      ]),
    ],
  )
}

/** What somebody who opens a payment wants to read at once. @param {any} entry */
const isOutcome = ({ kind, transaction }) =>
  kind === 'request refused' || (kind === 'payment decided' && transaction.reasonCode !== 0)

/** @param {import('./model.js').Payment} payment */
const headOf = (payment) => {
  const { invoiceId, order, amount, currency, status, reasonCode, transactions } = payment
  const last = [...transactions.values()].at(-1)
  const reason = reasonCode === 0 ? undefined : reasonOf(reasonCode)
  return [
    h('div', { class: 'row detail-title' }, [
      h('h2', { class: 'amount' }, currency ? moneyText(amount, currency) : invoiceId),
      badge(status),
      h('span', { class: 'grow' }),
      h('a', { class: 'quiet', href: '#/payments', 'aria-label': 'Close' }, '✕'),
    ]),
    reason && h('p', { class: 'reason' }, h('b', {}, `${reasonCode} ${reason.reason}. `), reason.eng),
    factList([
      [
        'Invoice',
        [
          h('code', { 'data-testid': 'detail-invoice' }, invoiceId),
          ' ',
          copyButton(() => invoiceId, 'the invoice'),
        ],
      ],
      ['Description', order?.description],
      ['Account', order?.accountId],
      ['Card', last?.card && `${last.card.brand} ${last.card.mask}`],
      ['Terminal', order && h('code', {}, order.terminal)],
      ['First seen', dayTime(payment.at)],
    ]),
  ]
}

/** One payment from its token to the last operation, at the side of the list. */
export const createDetail = (
  /** @type {HTMLElement} */ place,
  /** @type {import('./app.js').Context} */ { model },
) => {
  const head = h('header', { class: 'detail-head' })
  const timeline = h('ol', { class: 'timeline', 'data-testid': 'timeline' })
  const article = h(
    'section',
    { class: 'scroller detail', 'aria-label': 'One payment', tabindex: '0' },
    head,
    timeline,
  )
  place.append(article)
  let shown = ''
  let version = -1
  let target = ''

  const draw = () => {
    const payment = model.payments.get(shown)
    if (!payment) {
      fill(
        head,
        h(
          'div',
          { class: 'empty' },
          h('h2', {}, `Nothing is known of ${shown}`),
          ' Reset, or not yet there?',
        ),
      )
      return fill(timeline)
    }
    fill(head, headOf(payment))
    const told = payment.entries.filter(({ kind }) => !withPostlink.has(kind))
    keyed(timeline, told, {
      key: ({ seq }) => String(seq),
      version: ({ postlink }) => model.postlinks.get(postlink?.id)?.version ?? 0,
      render: (entry) => {
        const before = told[told.indexOf(entry) - 1]?.at ?? 0
        const postlink = entry.kind === 'postlink owed' && model.postlinks.get(entry.postlink.id)
        return postlink ? postlinkNode(postlink, timeOf(entry, before)) : eventNode(entry, before, model)
      },
    })
  }
  const aim = () => {
    const at = model.payments.get(shown)?.entries.find((entry) => entry.postlink?.id === target)
    const node = at && find(`[data-key="${at.seq}"]`, timeline)
    if (!node) return
    node.scrollIntoView({ block: 'center' })
    node.setAttribute('data-target', '')
    target = ''
  }
  return {
    /** @param {string} invoiceId @param {string} postlink */
    show(invoiceId, postlink) {
      if (invoiceId !== shown) {
        fill(timeline)
        article.scrollTop = 0
      }
      shown = invoiceId
      target = postlink
      version = -1
    },
    update() {
      const now = model.payments.get(shown)?.version ?? -2
      if (shown === '' || now === version) return
      version = now
      draw()
      if (target) aim()
    },
  }
}
