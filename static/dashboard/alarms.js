import { call } from './api.js'
import { fill, h } from './dom.js'
import { placeOf } from './orders.js'
import { t } from './speech.js'
import { bankTime, dayTime, spanText } from './text.js'

/** @type {Record<string, string>} */
const words = {
  'token expires': t('token expires'),
  'page expires': t('payment page expires'),
  'link expires': t('payment link expires'),
  'qr expires': t('QR code expires'),
  'challenge expires': t('3-D Secure expires'),
  'hold lapses': t('hold lapses'),
  'settlement runs': t('payout runs'),
  'subscription due': t('subscription is charged'),
  'postlink due': t('postlink is sent'),
}

const mostShown = 30

/**
 * What waits for its time, as the sandbox has it: at the moment that is shown, or now.
 * @param {import('./app.js').Context} context
 */
export const createAlarms = (context) => {
  const { model } = context
  const place = h('div', { 'data-testid': 'alarms' })
  let asked = ''
  let timer = 0

  /** @param {any} alarm */
  const rowOf = ({ what, id, at: when }) => {
    const at = Date.parse(when)
    const payment = model.owners.get(id)
    return h('li', {}, [
      h('span', { class: 'mono soft', title: bankTime(at) }, dayTime(at)),
      h('span', {}, words[what] ?? what),
      payment && h('a', { href: `#/${placeOf(model, payment)}` }, payment.invoiceId),
      h(
        'span',
        { class: 'soft' },
        at > context.now() ? t('in {span}', { span: spanText(at - context.now()) }) : t('now'),
      ),
    ])
  }
  const ask = async () => {
    timer = 0
    const at = context.moment()
    const { count, alarms } = await call('GET', at === undefined ? 'alarms' : `alarms?at=${at}`)
    if (at !== context.moment()) return
    const shown = alarms.slice(0, mostShown)
    fill(place, [
      shown.length > 0
        ? h('ul', { class: 'hits card' }, shown.map(rowOf))
        : h('p', { class: 'empty' }, t('Nothing waits for its time.')),
      count > shown.length && h('p', { class: 'soft' }, t('… and {n} more', { n: count - shown.length })),
    ])
  }
  return {
    element: place,
    update() {
      const now = `${context.moment()} ${model.entries.length}`
      if (now === asked) return
      asked = now
      clearTimeout(timer)
      timer = window.setTimeout(() => ask().catch(() => fill(place)), 150)
    },
    close: () => clearTimeout(timer),
  }
}
