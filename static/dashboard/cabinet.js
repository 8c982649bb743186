import { call } from './api.js'
import { invoiceLink, payoutsTab, reasonText, subscriptionsTab, transfersTab } from './cabinet-cards.js'
import { fill, h } from './dom.js'
import { registerIn } from './merchant.js'
import { button, createTrouble, openDialog, say } from './press.js'
import { t } from './speech.js'
import { listTime, moneyText } from './text.js'
import { createWindowed } from './windowed.js'
import { badge } from './words.js'

/** A payment past the shop, which hears of it from the register alone. */
const payHere = () => {
  const trouble = createTrouble()
  const input = (/** @type {string} */ name, /** @type {object} */ more = {}) =>
    h('input', { name, autocomplete: 'off', ...more })
  const form = h('form', { class: 'stack', onsubmit: (/** @type {any} */ event) => event.preventDefault() }, [
    h(
      'label',
      { class: 'field' },
      t('Amount, {currency}', { currency: 'KZT' }),
      input('amount', { value: '1000' }),
    ),
    h(
      'label',
      { class: 'field' },
      t('Invoice'),
      input('invoiceId', { placeholder: t('the bank gives one') }),
    ),
    h('label', { class: 'field' }, t('Description'), input('description')),
  ])
  const pay = async () => {
    trouble.clear()
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
    try {
      const paid = await call('POST', 'payments', { ...given, amount: Number(given.amount) })
      dialog.close()
      say(t('Paid in the cabinet: {invoice}', { invoice: paid.invoiceId }))
    } catch (error) {
      trouble.tell(error)
    }
  }
  const dialog = openDialog(t('Payment in the cabinet'), (close) => [
    h(
      'p',
      { class: 'soft' },
      t('It is taken at the bank: no token, no page, no postlink. Does your shop find it?'),
    ),
    form,
    trouble.place,
    h('div', { class: 'row' }, [
      h('button', { type: 'button', class: 'quiet', onclick: close }, t('Cancel')),
      button(t('Pay'), pay, { class: 'button', 'data-testid': 'cabinet-go' }),
    ]),
  ])
}

/** @param {import('./app.js').Context} context */
const registerTab = (context) => {
  const list = createWindowed({
    label: t('Rows of the register, newest first'),
    testid: 'register',
    columns: [
      'Invoice|invoice',
      'Amount|number amount',
      'Outcome|what',
      'Paid out|number paid-out',
      'Time|time',
    ],
    key: ({ id }) => id,
    version: ({ status, charged, refunded, paidOut }) => `${status} ${charged} ${refunded} ${paidOut}`,
    href: (row) => invoiceLink(context, row),
    cells: (row) => [
      row.order.invoiceId,
      moneyText(row.order.amount, row.order.currency),
      h('span', { class: 'outcome' }, [
        badge(row.status),
        h('span', { class: 'soft' }, t(row.via)),
        row.refunded > 0 &&
          h(
            'span',
            { class: 'soft' },
            t('{money} refunded', { money: moneyText(row.refunded, row.order.currency) }),
          ),
        reasonText(row),
      ]),
      row.paidOut === undefined ? '' : moneyText(row.paidOut, row.order.currency),
      listTime(row.at),
    ],
  })
  const empty = h('p', { class: 'empty' }, t('No attempt was decided yet.'))
  return {
    nodes: [list.element, h('div', { class: 'list-empty' }, empty)],
    update() {
      const rows = registerIn(context.model)
      empty.parentElement.hidden = rows.length > 0
      list.element.hidden = rows.length === 0
      list.show(rows)
    },
    close: () => list.close(),
  }
}

/** @type {Record<string, [string, (context: import('./app.js').Context) => ReturnType<typeof registerTab>]>} */
const tabs = {
  register: [t('Register'), registerTab],
  payouts: [t('Payouts'), payoutsTab],
  subscriptions: [t('Subscriptions'), subscriptionsTab],
  transfers: [t('Transfers'), transfersTab],
}

/** @type {import('./app.js').View} */
export const cabinet = {
  title: t('Cabinet'),
  open(main, context) {
    const place = h('div', { class: 'cabinet' })
    const links = Object.entries(tabs).map(([name, [title]]) =>
      h('a', { class: 'sort', href: `#/cabinet/${name}`, 'data-tab': name }, title),
    )
    fill(
      main,
      h('section', { class: 'list-place', 'aria-label': t('Cabinet') }, [
        h('div', { class: 'tools' }, [
          h('h1', {}, t('Cabinet')),
          h('nav', { class: 'sorts', 'aria-label': t('Cabinet') }, links),
          h('span', { class: 'grow' }),
          h(
            'button',
            { type: 'button', class: 'quiet', 'data-testid': 'cabinet-pay', onclick: payHere },
            t('Pay in the cabinet…'),
          ),
        ]),
        place,
      ]),
    )
    let shown = ''
    /** @type {ReturnType<typeof registerTab> | undefined} */
    let tab
    return {
      update: () => tab?.update(),
      route([name = 'register']) {
        const chosen = tabs[name] ? name : 'register'
        if (chosen !== shown) {
          tab?.close()
          shown = chosen
          tab = tabs[chosen]?.[1](context)
          fill(place, tab?.nodes)
          for (const link of links) {
            if (link.dataset.tab === chosen) link.setAttribute('aria-current', 'page')
            else link.removeAttribute('aria-current')
          }
        }
        tab?.update()
      },
      close: () => tab?.close(),
    }
  },
}
