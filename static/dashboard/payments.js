import { fill, find, h } from './dom.js'
import { findPayment, namesakes, placeOf } from './orders.js'
import { createDetail, noPostlink } from './payment.js'
import { forgottenText, isForgottenWhole } from './retention.js'
import { t, tn } from './speech.js'
import { createStart } from './start.js'
import { listTime, moneyText } from './text.js'
import { createWindowed } from './windowed.js'
import { badge, reasonShort } from './words.js'

/** What the bank's statuses come to for somebody looking. @type {Record<string, (status: string) => boolean>} */
const sorts = {
  all: () => true,
  paid: (status) => status === 'CHARGE' || status === 'VERIFIED',
  held: (status) => status === 'AUTH',
  declined: (status) => status === 'FAILED' || status === 'REJECT',
  refunded: (status) => /^(REFUND|CANCEL)/.test(status),
  waiting: (status) => /^(NEW|3D|FINGERPRINT|token|page open)$/.test(status),
  refused: (status) => status === 'refused' || status === 'expired',
}

/** @param {import('./model.js').Payment} payment */
const cardOf = ({ transactions }) => [...transactions.values()].at(-1)?.card?.mask ?? ''

/** @param {import('./model.js').Payment} payment */
const aboutOf = ({ order }) => [order?.description, order?.accountId].filter(Boolean).join(', ')

/** The worst of its postlinks; that there is none is worth a word as soon as there was something to tell. */
const postlinkState = (/** @type {import('./model.js').Payment} */ { postlinks, transactions }) => {
  const states = postlinks.map(({ state }) => state)
  const worst = ['failed', 'held', 'due', 'delivered'].find((state) => states.includes(state))
  if (worst) return badge(worst)
  return transactions.size > 0 && h('span', { class: 'soft', title: noPostlink }, t('no address'))
}

/** Where it came from, unless from the page. @param {import('./model.js').Payment} payment */
const kindOf = ({ transactions }) => {
  const via = [...transactions.values()].at(-1)?.via
  return /^(cabinet|subscription|transfer)$/.test(via) && h('span', { class: 'soft' }, t(via))
}

/** @param {import('./model.js').Payment} payment @param {import('./model.js').Model} model */
const outcomeOf = (payment, model) => {
  const { transactions, altered } = payment
  const reason = reasonShort(payment)
  const tries =
    transactions.size > 1
      ? h('span', { class: 'soft' }, tn(transactions.size, '{n} attempt', '{n} attempts'))
      : undefined
  return h('span', { class: 'outcome' }, [
    badge(payment.status),
    altered && h('span', { class: 'altered', title: t('a rule changed it') }, t('rule')),
    reason && h('span', { class: 'why' }, reason),
    kindOf(payment),
    tries,
    // Else two rows of one order number could not be told apart.
    namesakes(model, payment).length > 0 &&
      h(
        'span',
        { class: 'soft', title: payment.terminal },
        t('terminal …{end}', { end: payment.terminal.slice(-4) }),
      ),
    isForgottenWhole(model, payment) &&
      h('span', { class: 'soft', title: forgottenText(model) }, t('forgotten')),
  ])
}

/** @param {import('./model.js').Model} model */
const emptyOf = (model) =>
  model.list.length > 0
    ? h('div', { class: 'empty' }, [
        h('h2', {}, t('Nothing fits')),
        h(
          'p',
          {},
          t(
            'No payment has these words and this status. Search by invoice, card mask, account, reason code.',
          ),
        ),
      ])
    : undefined

/** @type {import('./app.js').View} */
export const payments = {
  title: t('Payments'),
  open(main, context) {
    const { model } = context
    let sort = 'all'
    const search = h('input', {
      type: 'search',
      placeholder: t('Invoice, card, account, reason code'),
      'aria-label': t('Search payments'),
      'data-testid': 'search',
      autocomplete: 'off',
      oninput: () => choose(sort),
    })
    const chips = Object.keys(sorts).map((name) =>
      h('button', { type: 'button', class: 'sort', 'data-sort': name, onclick: () => choose(name) }, [
        h('span', {}, t(name)),
        h('span', { class: 'count' }),
      ]),
    )
    const list = createWindowed({
      label: t('Payments, newest first'),
      testid: 'payments',
      columns: [
        'Invoice|invoice',
        'Amount|number amount',
        'Outcome|what',
        'About|about',
        'Card|card-mask',
        'Postlink|told',
        'Time|time',
      ],
      key: ({ key }) => key,
      version: (payment) =>
        `${payment.version} ${namesakes(model, payment).length} ${isForgottenWhole(model, payment)}`,
      href: (payment) => `#/${placeOf(model, payment)}`,
      isFaded: (payment) => isForgottenWhole(model, payment),
      cells: (payment) => [
        payment.invoiceId,
        payment.currency ? moneyText(payment.amount, payment.currency) : '',
        outcomeOf(payment, model),
        h('span', { translate: 'no' }, aboutOf(payment)),
        cardOf(payment),
        postlinkState(payment),
        listTime(payment.at),
      ],
    })
    const empty = h('div', { class: 'list-empty' })
    const aside = h('div', { class: 'detail-place', hidden: true })
    const filters = h('div', { class: 'sorts', role: 'group', 'aria-label': t('Status') }, chips)
    const tools = h('div', { class: 'tools' }, h('h1', {}, t('Payments')), search, filters)
    const left = h(
      'section',
      { class: 'list-place', 'aria-label': t('List of payments') },
      tools,
      list.element,
      empty,
    )
    fill(main, left, aside)
    const detail = createDetail(aside, context)
    /** @type {{ invoiceId: string, postlink: string }} */
    let place = { invoiceId: '', postlink: '' }
    let terminal = ''
    const chosen = () => findPayment(model, place.invoiceId, { terminal, postlink: place.postlink })

    /** @param {string} name */
    const choose = (name) =>
      context.setQuery({ q: search.value, status: name === 'all' ? '' : name, terminal })

    const first = createStart(context)
    /** @param {boolean} isEmpty */
    const showEmpty = (isEmpty) => {
      const isFirst = isEmpty && model.list.length === 0
      filters.hidden = isFirst
      if (isFirst) first.update()
      if (!isFirst || first.element.parentElement !== empty)
        fill(empty, isFirst ? first.element : isEmpty && emptyOf(model))
    }

    const update = () => {
      const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean)
      /** @type {Record<string, number>} */
      const counts = Object.fromEntries(Object.keys(sorts).map((name) => [name, 0]))
      const shown = []
      for (let i = model.list.length - 1; i >= 0; i -= 1) {
        const payment = /** @type {import('./model.js').Payment} */ (model.list[i])
        if (!words.every((/** @type {string} */ word) => payment.text.includes(word))) continue
        for (const name in sorts) if (sorts[name]?.(payment.status)) counts[name] = (counts[name] ?? 0) + 1
        if (sorts[sort]?.(payment.status)) shown.push(payment)
      }
      for (const chip of chips) {
        const name = chip.dataset.sort
        chip.setAttribute('aria-pressed', String(name === sort))
        find('.count', chip).textContent = String(counts[name])
        chip.hidden = name !== 'all' && name !== sort && counts[name] === 0
      }
      list.element.hidden = shown.length === 0
      showEmpty(shown.length === 0 && !context.isLoading())
      list.show(shown, { chosen: chosen()?.key, sieve: `${sort} ${words.join(' ')}` })
      detail.show(chosen(), place)
    }

    return {
      search,
      update,
      route([invoiceId = '', postlink = ''], query) {
        place = { invoiceId, postlink }
        terminal = query.terminal ?? ''
        sort = sorts[query.status ?? ''] ? (query.status ?? 'all') : 'all'
        if (search !== document.activeElement) search.value = query.q ?? ''
        aside.hidden = invoiceId === ''
        main.toggleAttribute('data-split', invoiceId !== '')
        update()
      },
      step(by) {
        const payment = list.step(by)
        if (payment) context.go(placeOf(model, payment), true)
      },
      back() {
        const last = chosen()?.key
        context.go('payments')
        list.reveal(last)
      },
      close: () => list.close(),
    }
  },
}
