import { fill, find, h, keyed } from './dom.js'
import { factList, raw, tellOf } from './events.js'
import { exchangeNode } from './exchange.js'
import { createOperate } from './operate.js'
import { namesakes, paymentAsked, placeOf } from './orders.js'
import { postlinkNode } from './postlink.js'
import { copyButton } from './press.js'
import { forgottenText, isForgottenWhole } from './retention.js'
import { language, t } from './speech.js'
import { stepsOf } from './steps.js'
import { bankTime, clockTime, dayText, dayTime, moneyText, spanText } from './text.js'
import { badge, reasonOf, walletTitle } from './words.js'

// Told with their postlink, not beside it.
const withPostlink = new Set(['postlink sent', 'postlink answered', 'postlink requeued', 'postlink held'])
const quiet = new Set(['token expired', 'page ended', 'card saved'])

/** @param {{ at: number }} step @param {number} before when the one above happened */
const timeOf = ({ at }, before) => {
  const gap = at - before
  return h('div', { class: 'event-time' }, [
    before > 0 && dayText(at) !== dayText(before) && h('b', {}, dayText(at)),
    h('time', { datetime: new Date(at).toISOString(), title: bankTime(at) }, clockTime(at)),
    before > 0 && gap >= 20 && h('span', { class: 'soft' }, `+${spanText(gap)}`),
  ])
}

/** @param {any} entry @param {any} time @param {import('./model.js').Model} model */
const eventNode = (entry, time, model) => {
  const { tone, title, note, facts = [], more = [] } = tellOf(entry, model)
  return h(
    'li',
    { class: 'event', 'data-tone': tone, 'data-quiet': quiet.has(entry.kind), 'data-kind': entry.kind },
    [
      time,
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

/** @param {import('./model.js').Payment} other @param {import('./model.js').Model} model */
const namesakeNode = (other, model) =>
  h(
    'a',
    { href: `#/${placeOf(model, other)}` },
    t('at terminal …{end}', { end: other.terminal.slice(-4) }),
    ' ',
  )

/** @param {import('./model.js').Model} model */
const forgottenNode = (model) =>
  h('p', { class: 'forgotten', 'data-testid': 'forgotten' }, forgottenText(model))

export const noPostlink = t('none was sent: neither the payment object nor its token named a postLink')

/** @param {import('./model.js').Payment} payment @param {import('./model.js').Model} model */
const headOf = (payment, model) => {
  const { invoiceId, order, amount, currency, status, reasonCode, transactions } = payment
  const last = [...transactions.values()].at(-1)
  const reason = reasonCode === 0 ? undefined : reasonOf(reasonCode)
  return [
    h('div', { class: 'row detail-title' }, [
      h('h2', { class: 'amount' }, currency ? moneyText(amount, currency) : invoiceId),
      badge(status),
      h('span', { class: 'grow' }),
      h('a', { class: 'quiet', href: '#/payments', 'aria-label': t('Close') }, '✕'),
    ]),
    reason &&
      h(
        'p',
        { class: 'reason' },
        h('b', {}, `${reasonCode} `, h('span', { lang: 'en' }, `${reason.reason}. `)),
        reason[language],
      ),
    factList([
      [
        t('Invoice'),
        [
          h('code', { 'data-testid': 'detail-invoice' }, invoiceId),
          ' ',
          copyButton(() => invoiceId, t('the invoice')),
        ],
      ],
      [t('Description'), order?.description && h('span', { translate: 'no' }, order.description)],
      [t('Account'), order?.accountId && h('span', { translate: 'no' }, order.accountId)],
      [t('Card'), last?.card && `${last.card.brand} ${last.card.mask}`],
      [t('Wallet'), last?.wallet && walletTitle(last.wallet)],
      [t('By card'), last?.bonus && moneyText(amount - last.bonus, currency)],
      [t('By bonuses'), last?.bonus && moneyText(last.bonus, currency)],
      [t('To'), last?.transfer?.receiver?.mask],
      [t('Terminal'), payment.terminal && h('code', {}, payment.terminal)],
      [t('Same number'), namesakes(model, payment).map((other) => namesakeNode(other, model))],
      [t('First seen'), dayTime(payment.at)],
      [t('Postlink'), transactions.size > 0 && payment.postlinks.length === 0 && noPostlink],
    ]),
  ]
}

/** One payment from its token to the last operation, at the side of the list. */
export const createDetail = (
  /** @type {HTMLElement} */ place,
  /** @type {import('./app.js').Context} */ { model, moment },
) => {
  const head = h('header', { class: 'detail-head' })
  const operate = createOperate()
  const timeline = h('ol', { class: 'timeline', 'data-testid': 'timeline' })
  const article = h(
    'section',
    { class: 'scroller detail', 'aria-label': t('One payment'), tabindex: '0' },
    head,
    operate.element,
    timeline,
  )
  place.append(article)
  let shown = ''
  let version = ''
  let target = ''

  /** @param {import('./model.js').Payment} payment */
  const draw = (payment) => {
    const isForgotten = isForgottenWhole(model, payment)
    // Nothing can be done to the past.
    const isOver = isForgotten || moment() !== undefined
    operate.show(isOver ? undefined : payment)
    article.toggleAttribute('data-faded', isForgotten)
    fill(head, headOf(payment, model), isForgotten && forgottenNode(model))
    const shown = payment.entries.filter(({ kind }) => !withPostlink.has(kind))
    const asked = model.exchanges.filter((exchange) => paymentAsked(model, exchange) === payment)
    const steps = stepsOf(shown, asked)
    keyed(timeline, steps, {
      key: ({ key }) => key,
      version: ({ entry }) => `${model.postlinks.get(entry?.postlink?.id)?.version ?? 0} ${isOver}`,
      render: (step) => {
        const time = timeOf(step, steps[steps.indexOf(step) - 1]?.at ?? 0)
        const { entry, exchange } = step
        if (exchange) return exchangeNode(exchange, time, model)
        const postlink = entry.kind === 'postlink owed' && model.postlinks.get(entry.postlink.id)
        return postlink ? postlinkNode(postlink, time, isOver) : eventNode(entry, time, model)
      },
    })
  }
  /** @param {import('./model.js').Payment} payment */
  const aim = ({ entries }) => {
    const at = entries.find((entry) => entry.postlink?.id === target)
    const node = at && find(`[data-key="${at.seq}"]`, timeline)
    if (!node) return
    node.scrollIntoView({ block: 'center' })
    node.setAttribute('data-target', '')
    target = ''
  }
  const nothing = (/** @type {string} */ invoiceId) => {
    operate.show(undefined)
    const words = h('h2', {}, t('Nothing is known of {invoice}', { invoice: invoiceId }))
    fill(head, h('div', { class: 'empty' }, words, ' ', t('Reset, or not yet there?')))
    fill(timeline)
  }
  return {
    /**
     * @param {import('./model.js').Payment | undefined} payment
     * @param {{ invoiceId: string, postlink: string }} asked by the address
     */
    show(payment, { invoiceId, postlink }) {
      const place = `${payment?.key ?? invoiceId} ${postlink}`
      if (place !== shown) {
        fill(timeline)
        article.scrollTop = 0
        target = postlink
        version = ''
      }
      shown = place
      if (!payment) return invoiceId !== '' && nothing(invoiceId)
      const last = model.exchanges.at(-1)?.id
      const isPast = moment() !== undefined
      const now = [payment.version, last, model.remembered, namesakes(model, payment).length, isPast].join(
        ' ',
      )
      if (now === version) return
      version = now
      draw(payment)
      if (target) aim(payment)
    },
  }
}
