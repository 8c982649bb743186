import { call } from './api.js'
import { fill, find, h } from './dom.js'
import { createTrouble, say } from './press.js'
import { t } from './speech.js'
import { moneyText } from './text.js'

/**
 * @typedef {object} Move
 * @property {string} verb of the control call
 * @property {string} name
 * @property {string} done
 * @property {string} hint
 * @property {boolean} [whole] takes no amount
 */

/** What each status allows. @type {Record<string, Move[]>} */
const moves = {
  AUTH: [
    {
      ...{ verb: 'charge', name: t('Charge'), done: 'Charged{money}' },
      hint: t('Less than the hold charges a part; the rest goes back to the buyer.'),
    },
    {
      ...{ verb: 'cancel', name: t('Cancel the hold'), done: 'Cancelled{money}', whole: true },
      hint: t('All of it goes back to the buyer.'),
    },
  ],
  CHARGE: [
    {
      ...{ verb: 'refund', name: t('Refund'), done: 'Refunded{money}' },
      hint: t('A part, or all that is left.'),
    },
  ],
}

/** @param {any} transaction */
const leftOf = ({ status, amount, charged, refunded }) => (status === 'CHARGE' ? charged - refunded : amount)

/** What was typed as a number, or as it is: the sandbox says what is wrong with it. @param {string} text */
const amountOf = (text) => {
  const number = Number(text.replace(/\s/g, '').replace(',', '.'))
  return text.trim() === '' || Number.isNaN(number) ? text : number
}

/** @param {any} transaction @param {Move} move @param {() => void} close */
const formOf = (transaction, { verb, name, done, hint, whole }, close) => {
  const { id, order } = transaction
  const left = leftOf(transaction)
  const trouble = createTrouble()
  const money = (/** @type {unknown} */ amount) =>
    typeof amount === 'number' ? ` ${moneyText(Math.round(amount * 100), order.currency)}` : ''
  const input = h('input', {
    ...{
      value: String(left / 100),
      inputmode: 'decimal',
      autocomplete: 'off',
      'data-testid': 'operate-amount',
    },
    oninput: () => label(),
  })
  const chosen = () => (whole ? left / 100 : amountOf(input.value))
  const go = h('button', { class: 'button', 'data-testid': 'operate-go' })
  const label = () => fill(go, `${name}${money(chosen())}`)
  const submit = async () => {
    const amount = chosen()
    await call('POST', `payments/${id}/${verb}`, whole ? {} : { amount })
    close()
    say(t(done, { money: money(amount) }))
  }
  label()
  return h(
    'form',
    {
      class: 'operate-form',
      onsubmit: (/** @type {any} */ event) => {
        event.preventDefault()
        trouble.clear()
        go.disabled = true
        submit().catch((error) => {
          go.disabled = false
          trouble.tell(error)
        })
      },
      onkeydown: (/** @type {any} */ event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      },
    },
    [
      !whole && h('label', { class: 'field' }, t('Amount, {currency}', order), input),
      h(
        'p',
        { class: 'soft' },
        `${hint} ${t('No postlink tells the shop: it learns by asking the status.')}`,
      ),
      trouble.place,
      h('div', { class: 'row' }, [
        go,
        h('button', { type: 'button', class: 'quiet', onclick: close }, t('Cancel')),
      ]),
    ],
  )
}

/** Charge, cancel and refund by hand, as far as the payment's status allows. */
export const createOperate = () => {
  const buttons = h('div', { class: 'row' })
  const place = h('div')
  const element = h('section', { class: 'operate', 'aria-label': t('Operate'), hidden: true }, buttons, place)
  let shown = ''

  const close = () => {
    const pressed = find('[aria-expanded="true"]', buttons)
    pressed?.setAttribute('aria-expanded', 'false')
    fill(place)
    pressed?.focus()
  }
  /** @param {any} transaction @param {Move} move */
  const buttonOf = (transaction, move) =>
    h(
      'button',
      {
        ...{
          type: 'button',
          class: 'quiet',
          'aria-expanded': 'false',
          'data-testid': `operate-${move.verb}`,
        },
        onclick: (/** @type {any} */ { currentTarget: pressed }) => {
          if (pressed.getAttribute('aria-expanded') === 'true') return close()
          for (const other of buttons.children) other.setAttribute('aria-expanded', String(other === pressed))
          const form = formOf(transaction, move, close)
          fill(place, form)
          const first = find('input', form) ?? find('button', form)
          first.focus()
          first.select?.()
        },
      },
      `${move.name}…`,
    )
  return {
    element,
    /** @param {import('./model.js').Payment | undefined} payment */
    show(payment) {
      const all = [...(payment?.transactions.values() ?? [])]
      const transaction = all.findLast(({ status }) => moves[status])
      const version = transaction ? `${transaction.id} ${transaction.status} ${leftOf(transaction)}` : ''
      // What is being typed stays while postlinks come and go.
      if (version === shown) return
      shown = version
      element.hidden = !transaction
      fill(place)
      fill(
        buttons,
        transaction &&
          moves[transaction.status]?.map((/** @type {Move} */ move) => buttonOf(transaction, move)),
      )
    },
  }
}
