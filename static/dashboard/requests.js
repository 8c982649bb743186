import { fill, find, h } from './dom.js'
import { createParts, durationText, statusBadge } from './exchange.js'
import { paymentAsked, placeOf } from './orders.js'
import { rich, t } from './speech.js'
import { bankTime, dayTime, listTime } from './text.js'
import { createWindowed } from './windowed.js'

/** @type {Record<string, (exchange: any) => boolean>} */
const sorts = {
  all: () => true,
  refused: ({ status }) => status >= 400 && status < 500,
  failed: ({ status, sent }) => status >= 500 || !sent,
  'by a rule': ({ rule }) => rule !== null,
  tokens: ({ operation }) => operation === 'token',
  pages: ({ operation }) =>
    /^(openPage|openInvoiceLink|scanQr|pay|answerChallenge|confirmPayment)$/.test(operation),
  'unknown address': ({ operation }) => operation === null,
}

/** What a search looks at. @param {any} exchange */
const textOf = ({ method, path, status, why, invoiceId, paymentId, operation, terminal }) =>
  [method, path, status, why, invoiceId, paymentId, operation, terminal].join(' ').toLowerCase()

/** @type {WeakMap<any, string>} */
const texts = new WeakMap()

/** @param {any} exchange @param {string[]} words */
const fits = (exchange, words) => {
  const text = texts.get(exchange) ?? textOf(exchange)
  texts.set(exchange, text)
  return words.every((word) => text.includes(word))
}

/** @param {any} exchange */
const askedNode = ({ method, path }) => [h('span', { class: 'method' }, method), ' ', path]

/** One request, at the side of the list. @param {HTMLElement} place @param {import('./app.js').Context} context */
const createOne = (place, { model }) => {
  let shown = ''
  /** @param {any} exchange */
  const headOf = (exchange) => {
    const payment = paymentAsked(model, exchange)
    const { method, path, at, invoiceId } = exchange
    const time = Date.parse(at)
    return h('header', { class: 'detail-head' }, [
      h('div', { class: 'row detail-title' }, [
        h('h2', { class: 'asked-title' }, h('span', { class: 'method' }, method), ' ', h('code', {}, path)),
        h('span', { class: 'grow' }),
        h('a', { class: 'quiet', href: '#/requests', 'aria-label': t('Close') }, '✕'),
      ]),
      h('div', { class: 'row' }, [
        statusBadge(exchange),
        h(
          'span',
          { class: 'soft', title: bankTime(time) },
          t('{time}, in {span}', { time: dayTime(time), span: durationText(exchange.durationMs) }),
        ),
        h('span', { class: 'grow' }),
        payment
          ? h(
              'a',
              { href: `#/${placeOf(model, payment)}`, 'data-testid': 'to-payment' },
              t('Payment {invoice}', { invoice: payment.invoiceId }),
            )
          : invoiceId && h('span', { class: 'soft' }, t('Order {invoice}', { invoice: invoiceId })),
      ]),
    ])
  }
  return {
    /** @param {string} id */
    show(id) {
      if (id === shown && (id === '' || place.firstChild)) return
      const exchange = model.exchanges.find((one) => String(one.id) === id)
      fill(place)
      shown = exchange ? id : ''
      if (!exchange) {
        if (id !== '')
          fill(
            place,
            h(
              'p',
              { class: 'empty' },
              t(
                'Request {id} is not here. The sandbox keeps the newest requests; a reset and a restart forget them.',
                { id },
              ),
            ),
          )
        return
      }
      const parts = createParts(exchange.id, model)
      const section = { class: 'scroller detail', 'aria-label': t('One request'), tabindex: '0' }
      fill(place, h('section', section, headOf(exchange), h('div', { class: 'one-exchange' }, parts.element)))
      parts.load()
    },
  }
}

/** @param {number} count of all there are */
const emptyOf = (count) =>
  h('div', { class: 'empty', 'data-testid': 'no-requests' }, [
    h('h2', {}, count > 0 ? t('Nothing fits') : t('No requests yet')),
    h(
      'p',
      {},
      t(
        'Every request to the bank stands here with its answer: tokens, pages, payments, ' +
          'operations, and what was refused, with the reason and how to fix it.',
      ),
    ),
    h('p', {}, rich('Programs read them too: {call}.', { call: h('code', {}, 'GET /_sandbox/exchanges') })),
  ])

/** @type {import('./app.js').View} */
export const requests = {
  title: t('Requests'),
  open(main, context) {
    const { model } = context
    let sort = 'all'
    let chosen = ''
    const setQuery = (/** @type {string} */ name) =>
      context.setQuery({ q: search.value, show: name === 'all' ? '' : name })
    const search = h('input', {
      type: 'search',
      placeholder: t('Path, status, reason, invoice'),
      'aria-label': t('Search requests'),
      autocomplete: 'off',
      oninput: () => setQuery(sort),
    })
    const chips = Object.keys(sorts).map((name) =>
      h('button', { type: 'button', class: 'sort', 'data-sort': name, onclick: () => setQuery(name) }, [
        h('span', {}, t(name)),
        h('span', { class: 'count' }),
      ]),
    )
    const list = createWindowed({
      label: t('Requests to the bank, newest first'),
      testid: 'requests',
      columns: [
        'Request|asked-path',
        'Answer|status',
        'Why|why',
        'Invoice|invoice',
        'Took|number took',
        'Time|time',
      ],
      key: ({ id }) => String(id),
      version: () => 0,
      href: ({ id }) => `#/requests/${id}`,
      cells: (exchange) => [
        askedNode(exchange),
        h(
          'span',
          { class: 'outcome' },
          statusBadge(exchange),
          exchange.rule && h('span', { class: 'altered' }, t('rule')),
        ),
        exchange.why
          ? h('span', { lang: 'en' }, exchange.why)
          : h('span', { class: 'soft narrow' }, exchange.invoiceId),
        exchange.invoiceId,
        durationText(exchange.durationMs),
        listTime(Date.parse(exchange.at)),
      ],
    })
    const empty = h('div', { class: 'list-empty' })
    const aside = h('div', { class: 'detail-place', hidden: true })
    const filters = h('div', { class: 'sorts', role: 'group', 'aria-label': t('Answer') }, chips)
    const tools = h('div', { class: 'tools' }, h('h1', {}, t('Requests')), search, filters)
    const label = { class: 'list-place', 'aria-label': t('List of requests') }
    fill(main, h('section', label, tools, list.element, empty), aside)
    const one = createOne(aside, context)

    const update = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      const found = model.exchanges.filter((exchange) => fits(exchange, words)).reverse()
      const shown = found.filter((exchange) => sorts[sort]?.(exchange))
      for (const chip of chips) {
        const name = chip.dataset.sort
        const count = found.filter((exchange) => sorts[name]?.(exchange)).length
        chip.setAttribute('aria-pressed', String(name === sort))
        find('.count', chip).textContent = String(count)
        chip.hidden = name !== 'all' && name !== sort && count === 0
      }
      list.element.hidden = shown.length === 0
      fill(empty, shown.length === 0 && emptyOf(model.exchanges.length))
      list.show(shown, { chosen, sieve: `${sort} ${words.join(' ')}` })
      one.show(chosen)
    }
    return {
      search,
      update,
      route([id = ''], query) {
        chosen = id
        sort = sorts[query.show ?? ''] ? (query.show ?? 'all') : 'all'
        if (search !== document.activeElement) search.value = query.q ?? ''
        aside.hidden = chosen === ''
        main.toggleAttribute('data-split', chosen !== '')
        update()
      },
      step(by) {
        const exchange = list.step(by)
        if (exchange) context.go(`requests/${exchange.id}`, true)
      },
      back() {
        const last = chosen
        context.go('requests')
        list.reveal(last)
      },
      close: () => list.close(),
    }
  },
}
