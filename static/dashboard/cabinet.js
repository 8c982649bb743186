import { call } from './api.js'
import { invoiceLink, payoutsTab, reasonText, subscriptionsTab, transfersTab } from './cabinet-cards.js'
import { instalmentsTab, linksTab, terminalsTab } from './cabinet-more.js'
import { fill, h } from './dom.js'
import { registerIn } from './merchant.js'
import { button, createTrouble, openDialog, say } from './press.js'
import { t } from './speech.js'
import { listTime, moneyText } from './text.js'
import { createWindowed } from './windowed.js'
import { badge } from './words.js'

/**
 * What is made in the cabinet, past the shop.
 * @typedef {{ title: string, about: string, act: string, testid: string, make(given: any): Promise<string> }} Deed
 */

/** @type {Deed} */
const payment = {
  title: t('Payment in the cabinet'),
  about: t('It is taken at the bank: no token, no page, no postlink. Does your shop find it?'),
  act: t('Pay'),
  testid: 'cabinet-go',
  make: async (given) =>
    t('Paid in the cabinet: {invoice}', { invoice: (await call('POST', 'payments', given)).invoiceId }),
}

/** @type {Deed} */
const link = {
  title: t('Payment link'),
  about: t('Whoever gets its address pays on the bank’s page. No postlink tells the shop.'),
  act: t('Make the link'),
  testid: 'cabinet-link-go',
  make: async (given) =>
    t('Link made for {invoice}', { invoice: (await call('POST', 'invoice-links', given)).invoiceId }),
}

/** @param {Deed} deed */
const ask = ({ title, about, act, testid, make }) => {
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
  const go = async () => {
    trouble.clear()
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
    try {
      const said = await make({ ...given, amount: Number(given.amount) })
      dialog.close()
      say(said)
    } catch (error) {
      trouble.tell(error)
    }
  }
  const dialog = openDialog(title, (close) => [
    h('p', { class: 'soft' }, about),
    form,
    trouble.place,
    h('div', { class: 'row' }, [
      h('button', { type: 'button', class: 'quiet', onclick: close }, t('Cancel')),
      button(act, go, { class: 'button', 'data-testid': testid }),
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
  links: [t('Links'), linksTab],
  subscriptions: [t('Subscriptions'), subscriptionsTab],
  transfers: [t('Transfers'), transfersTab],
  instalments: [t('Instalments'), instalmentsTab],
  terminals: [t('Terminals'), terminalsTab],
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
            { type: 'button', class: 'quiet', 'data-testid': 'cabinet-link', onclick: () => ask(link) },
            t('Make a link…'),
          ),
          h(
            'button',
            { type: 'button', class: 'quiet', 'data-testid': 'cabinet-pay', onclick: () => ask(payment) },
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
            if (link.dataset.tab === chosen) {
              link.setAttribute('aria-current', 'page')
              link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
            } else link.removeAttribute('aria-current')
          }
        }
        tab?.update()
      },
      close: () => tab?.close(),
    }
  },
}
