import { call, tokenQuery } from './api.js'
import { h, keyed } from './dom.js'
import { payoutsIn, subscriptionsIn, transfersIn } from './merchant.js'
import { placeOf } from './orders.js'
import { button, confirm } from './press.js'
import { t, tn } from './speech.js'
import { dayTime, moneyText } from './text.js'
import { badge, reasonOf } from './words.js'

/** @param {import('./app.js').Context} context @param {any} transaction */
export const invoiceLink = ({ model }, { id, order }) => {
  const payment = model.owners.get(id)
  return payment ? `#/${placeOf(model, payment)}` : `#/payments/${encodeURIComponent(order.invoiceId)}`
}

/** @param {any} transaction */
export const reasonText = ({ reasonCode }) =>
  reasonCode !== 0 &&
  h('span', { class: 'why', lang: 'en' }, `${reasonCode} ${reasonOf(reasonCode)?.reason ?? ''}`)

/**
 * A tab that is a list of cards.
 * @param {string} testid @param {string} none @param {() => any[]} read
 * @param {{ version(item: any): string, render(item: any): any }} how
 */
export const cardsTab = (testid, none, read, how) => {
  const list = h('ul', { class: 'stack', 'data-testid': testid })
  const empty = h('p', { class: 'empty' }, none)
  return {
    nodes: [h('div', { class: 'page scroller', tabindex: '0' }, [list, empty])],
    update() {
      const items = read()
      empty.hidden = items.length > 0
      keyed(list, items.slice(0, 200), { key: ({ id }) => id, ...how })
    },
    close() {},
  }
}

/** @param {[string, any][]} rows */
export const facts = (rows) =>
  h(
    'dl',
    { class: 'facts' },
    rows
      .filter(([, value]) => value)
      .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )

/** @param {import('./app.js').Context} context */
export const payoutsTab = ({ model }) =>
  cardsTab(
    'payouts',
    t(
      'Nothing was paid out yet: what a day takes is paid at the start of the next working day. Move the clock.',
    ),
    () => payoutsIn(model),
    {
      version: () => '',
      render: ({ id, at, terminal, lines, sums }) =>
        h('li', { class: 'card stack-tight' }, [
          h('div', { class: 'row' }, [
            h('h2', { class: 'grow' }, dayTime(at)),
            h(
              'a',
              { class: 'quiet', href: `settlements/${id}${tokenQuery || '?'}${tokenQuery && '&'}format=csv` },
              'CSV',
            ),
          ]),
          h('p', { class: 'soft breaks' }, [
            tn(lines.length, '{n} payment', '{n} payments'),
            ', ',
            t('Terminal'),
            ' ',
            h('code', {}, terminal),
          ]),
          facts(
            sums.flatMap((/** @type {any} */ { currency, gross, fee, payout }) => [
              [t('Taken'), moneyText(gross, currency)],
              [t('Fee'), moneyText(fee, currency)],
              [t('Paid out'), h('b', {}, moneyText(payout, currency))],
            ]),
          ),
          h('details', { class: 'raw', 'data-part': 'lines' }, [
            h('summary', {}, t('Line by line')),
            h(
              'ul',
              { class: 'lines' },
              lines.map((/** @type {any} */ line) =>
                h('li', {}, [
                  h('a', { href: `#/payments/${encodeURIComponent(line.invoiceId)}` }, line.invoiceId),
                  h('span', { class: 'number' }, moneyText(line.payout, line.currency)),
                ]),
              ),
            ),
          ]),
        ]),
    },
  )

/** @type {Record<string, string>} */
const frequencies = { WEEKLY: t('every week'), MONTHLY: t('every month'), QUARTERLY: t('every three months') }

/** @param {import('./app.js').Context} context */
export const subscriptionsTab = ({ model, moment }) =>
  cardsTab(
    'subscriptions',
    t('No subscription yet: a shop makes one with POST recurrent/subscribe, after a payment.'),
    () => subscriptionsIn(model),
    {
      version: ({ state, charges }) => `${state} ${charges} ${moment() === undefined}`,
      render: ({ id, order, frequency, charges, nextAt, endsAt, state, card }) =>
        h('li', { class: 'card stack-tight', 'data-testid': 'subscription' }, [
          h('div', { class: 'row' }, [
            h('h2', { class: 'grow' }, [
              `${moneyText(order.amount, order.currency)} `,
              h('span', {}, frequencies[frequency] ?? frequency),
            ]),
            badge(state),
            state === 'active' &&
              moment() === undefined &&
              button(t('Cancel subscription…'), () =>
                confirm(
                  t('Cancel the subscription of {invoice}?', order),
                  t('The bank charges this card no more. The shop hears nothing of it.'),
                  t('Cancel subscription'),
                  () => call('POST', `subscriptions/${id}/cancel`),
                ),
              ),
          ]),
          facts([
            [
              t('Invoice'),
              h('a', { href: `#/payments/${encodeURIComponent(order.invoiceId)}` }, order.invoiceId),
            ],
            [t('Card'), card.mask],
            [t('Charged'), tn(charges, '{n} time', '{n} times')],
            [t('Next'), nextAt && dayTime(nextAt)],
            [t('Ends'), dayTime(endsAt)],
          ]),
        ]),
    },
  )

/** @type {Record<string, string>} */
const transferKinds = {
  p2p: t('from card to card'),
  aft: t('from a card to the merchant'),
  oct: t('from the merchant to a card'),
}

/** @param {import('./app.js').Context} context */
export const transfersTab = (context) =>
  cardsTab(
    'transfers',
    t('No transfer yet: POST p2p/transfer, chdebit/transfer and chpayment/transfer make them.'),
    () => transfersIn(context.model),
    {
      version: ({ status }) => status,
      render: (one) =>
        h('li', { class: 'card stack-tight', 'data-testid': 'transfer' }, [
          h('div', { class: 'row' }, [
            h('h2', { class: 'grow' }, [
              `${moneyText(one.order.amount, one.order.currency)} `,
              h('span', {}, transferKinds[one.transfer.kind] ?? one.transfer.kind),
            ]),
            badge(one.status),
            reasonText(one),
          ]),
          facts([
            [t('Order'), h('a', { href: invoiceLink(context, one) }, one.order.invoiceId)],
            [t('From'), one.transfer.kind === 'oct' ? t('the merchant') : one.card?.mask],
            [
              t('To'),
              one.transfer.kind === 'aft' ? t('the merchant') : (one.transfer.receiver ?? one.card)?.mask,
            ],
            [t('Time'), dayTime(one.at)],
          ]),
        ]),
    },
  )
