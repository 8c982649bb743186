import { h } from './dom.js'
import { knownNodes } from './marked.js'
import { language, t, tn } from './speech.js'
import { moneyText } from './text.js'
import { nextText, provenanceOf, reasonOf, ruleText, toneOf, walletTitle } from './words.js'

/** One attempt to pay, as the journal tells it to somebody reading. */

/** @param {string} rule */
const assumption = (rule) => {
  return h('li', { lang: 'en' }, rule, ' ', h('span', { class: 'soft' }, knownNodes(provenanceOf(rule))))
}

/** What an outcome rests on that the bank has not documented. @param {string[]} rules */
export const assumptions = (rules) =>
  rules.length > 0 &&
  h('details', { class: 'raw', 'data-part': 'assumed', 'data-testid': 'assumed' }, [
    h(
      'summary',
      {},
      tn(rules.length, 'Rests on {n} assumption about the bank', 'Rests on {n} assumptions about the bank'),
    ),
    h('ul', { class: 'assumed' }, rules.map(assumption)),
  ])

/** How it was paid, and who got it: what a payment by card alone does not have. @param {any} transaction */
const partsOf = ({ order, bonus, card, transfer, wallet }) => {
  const money = (/** @type {number} */ amount) => moneyText(amount, order.currency)
  return [
    [t('Wallet'), wallet && walletTitle(wallet)],
    [t('By card'), bonus && money(order.amount - bonus)],
    [t('By bonuses'), bonus && money(bonus)],
    [t('From'), transfer && (transfer.kind === 'oct' ? t('the merchant') : card?.mask)],
    [t('To'), transfer && (transfer.kind === 'aft' ? t('the merchant') : transfer.receiver?.mask)],
  ]
}

/** @param {any} transaction @param {import('./model.js').Model} model @returns {import('./events.js').EventText} */
export const attempt = (transaction, model) => {
  const { order, status, reasonCode, card, approvalCode, reference, via, secureDetails, assumed } =
    transaction
  const reason = reasonOf(reasonCode)
  const rule = model.rules.get(transaction.rule)
  const amount = moneyText(order.amount, order.currency)
  const isWaiting = status === '3D'
  return {
    tone: toneOf(status),
    title: isWaiting
      ? `3-D Secure: ${amount}`
      : reasonCode === 0
        ? `${status} ${amount}`
        : h('span', { lang: 'en' }, `${status} ${reasonCode}: ${reason?.reason ?? ''}`),
    note: [card && `${card.brand} ${card.mask}`, via && t(via)].filter(Boolean).join(', '),
    facts: [
      .../** @type {[string, any][]} */ (partsOf(transaction)),
      [t('Meaning'), reasonCode !== 0 && reason && reason[language]],
      [t('What to do'), reasonCode !== 0 && reason && nextText(reason)],
      [t('Transaction'), h('code', {}, transaction.id)],
      [t('Reference'), reference],
      [t('Approval code'), approvalCode],
      [t('Saved card'), transaction.cardId],
      [t('3-D Secure'), secureDetails && `${transaction.secure ? t('yes') : t('no')}, ${secureDetails}`],
      [t('Holder'), transaction.holder && h('span', { translate: 'no' }, transaction.holder)],
      [t('Changed by'), transaction.rule && (rule ? ruleText(rule).then : transaction.rule)],
    ],
    more: [assumptions(assumed ?? [])],
  }
}
