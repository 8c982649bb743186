import { call } from './api.js'
import { t } from './speech.js'

/**
 * What the sandbox has forgotten, oldest first, and the journal still tells (`--retain`).
 *
 * @typedef {import('./model.js').Model} Model
 */

/** @param {Model} model @param {string} transaction */
export const isForgotten = (model, transaction) => {
  const at = model.line.get(transaction)
  return at !== undefined && at < model.remembered
}

/** @param {Model} model @param {import('./model.js').Payment} payment */
export const isForgottenWhole = (model, { transactions }) =>
  transactions.size > 0 && [...transactions.keys()].every((id) => isForgotten(model, id))

/** @param {Model} model */
export const forgottenText = ({ retain }) =>
  t(
    'Forgotten: this workspace remembers {n} payments (--retain), and this was an older one ' +
      'with nothing left to do. The journal still tells what happened, but nothing more can be ' +
      'sent, charged or refunded.',
    { n: retain },
  )

/**
 * Asks which payment is the oldest that is remembered; only when there are more than are, and once for many.
 * @param {Model} model @param {() => void} changed
 */
export const createRetention = (model, changed) => {
  let asked = 0
  let timer = 0
  const ask = async () => {
    timer = 0
    asked = model.entries.length
    const { payments } = await call('GET', 'payments?limit=1')
    const oldest = model.line.get(payments[0]?.id)
    if (oldest === undefined || oldest === model.remembered) return
    model.remembered = oldest
    changed()
  }
  return () => {
    const isFull = model.line.size - model.remembered > model.retain
    if (timer || !isFull || model.entries.length === asked) return
    timer = window.setTimeout(() => ask().catch(() => {}), 500)
  }
}
