import { facts, table } from './api.js'
import { h } from './dom.js'
import { t, tn } from './speech.js'
import { spanText } from './text.js'

/** @type {Map<number, any>} */
const reasons = new Map()

/** The bank's table of codes; until it is here, codes stand alone. */
export const loadReasons = async () => {
  const { reasonCodes } = await table('reason-codes')
  for (const row of reasonCodes) reasons.set(row.code, row)
}

/** @param {number} code */
export const reasonOf = (code) => reasons.get(code)

/** @type {Record<string, string>} */
const adviceText = {
  none: '',
  'ask status': t('ask the bank for the status'),
  'ask the bank': t('the buyer asks the bank'),
  'contact support': t('contact support'),
  'correct and retry': t('correct the data and try again'),
  'fix the request': t('fix the request'),
  'other card': t('ask for another card'),
  'retry later': t('try again later'),
}

/** What a shop does next. @param {{ next: string, advice: string }} reason */
export const nextText = ({ next, advice }) => {
  const advised = t(adviceText[advice] ?? advice)
  if (next !== 'final') return t('Not final: {advice}', { advice: advised })
  return advised ? t('Final: {advice}', { advice: advised }) : t('Final')
}

/** @type {Record<string, 'good' | 'warn' | 'bad'>} */
const tones = {
  ...{ CHARGE: 'good', VERIFIED: 'good', AUTH: 'warn', '3D': 'warn', FAILED: 'bad', REJECT: 'bad' },
  ...{
    passed: 'good',
    certified: 'good',
    playing: 'warn',
    unproven: 'warn',
    'not proven': 'warn',
    stopped: 'bad',
    active: 'good',
    error: 'bad',
    warning: 'warn',
  },
  ...{ ACCEPT: 'good', IN_PROGRESS: 'warn', SCAN: 'warn', NEW: 'warn', CHARGED: 'good', ACTIVE: 'warn' },
  ...{ delivered: 'good', held: 'warn', due: 'warn', failed: 'bad', refused: 'bad', expired: 'warn' },
}

/** @param {string} status */
export const toneOf = (status) => tones[status] ?? ''

/** What a postlink tells the shop of; how it was delivered is another matter. @param {{ kind: string }} postlink */
export const kindText = ({ kind }) => (kind === 'failure' ? t('about a decline') : t('about a payment'))

/** Names of products: the same in every language. @type {Record<string, string>} */
const wallets = {
  ...{ applePay: 'Apple Pay', googlePay: 'Google Pay', samsungPay: 'Samsung Pay' },
  ...{ masterPass: 'Masterpass', halykId: 'HalykID' },
}

/** @param {string} wallet */
export const walletTitle = (wallet) => wallets[wallet] ?? wallet

/** @param {string} status @param {string} [text] */
export const badge = (status, text = t(status)) =>
  h('span', { class: 'badge', 'data-tone': toneOf(status) }, text)

/** @param {import('./model.js').Payment} payment */
export const reasonShort = ({ status, reasonCode, refused }) => {
  if (status === 'refused') return t(refused)
  if (status === 'expired') return t('nobody paid in time')
  if (reasonCode === 0) return ''
  return h('span', { lang: 'en' }, `${reasonCode} ${reasonOf(reasonCode)?.reason ?? ''}`)
}

/** @param {any} when */
const conditions = ({ operation, amount, ...rest }) => {
  const range = typeof amount === 'object' ? amount : { min: amount, max: amount }
  const { min, max } = range
  const exact = amount !== undefined && min === max
  return [
    operation && t('on {operation}', { operation }),
    exact && t('amount {amount}', { amount: min }),
    !exact && min !== undefined && t('amount from {amount}', { amount: min }),
    !exact && max !== undefined && t('amount up to {amount}', { amount: max }),
    ...Object.entries(rest).map(([name, value]) => `${name}: ${value}`),
  ].filter(Boolean)
}

/** @param {any} answer */
const answerText = (answer) => {
  if (typeof answer !== 'object')
    return answer === 'refused' ? t('connection refused') : t(`answer ${answer}`)
  if ('status' in answer)
    return answer.happens ? t('HTTP {status}, but it happens', answer) : `HTTP ${answer.status}`
  if ('headersAfterMs' in answer) return t('headers after {span}', { span: spanText(answer.headersAfterMs) })
  return t('body over {span}', { span: spanText(answer.bodyOverMs) })
}

/** @param {any} fault */
const postlinkText = ({ delayMs, copies, lost, forged, corrupt, late, reorder, ...rest }) =>
  [
    lost && t('lost'),
    copies && tn(copies, '{n} copy', '{n} copies'),
    delayMs !== undefined && t('after {span}', { span: spanText(delayMs) }),
    late && t('late'),
    reorder && t('out of order'),
    forged && t('forged'),
    corrupt && t('cut in the middle'),
    ...Object.keys(rest).map((name) => t('other {field}', { field: name })),
  ]
    .filter(Boolean)
    .join(', ')

/**
 * Whatever has no phrase of its own: what the rule's table says of it, and its value.
 * @param {object} part @param {string} place @returns {string[]}
 */
const partsOf = (part, place) =>
  Object.entries(part).flatMap(([name, value]) => {
    const path = `${place}.${name}`
    const field = facts.ruleFields?.find((/** @type {any} */ one) => one.path === path)
    if (!field) return typeof value === 'object' ? partsOf(value, path) : [`${name}: ${value}`]
    if (field.kind === 'switch') return value ? [t(field.about)] : []
    return [`${t(field.about)}: ${typeof value === 'object' ? JSON.stringify(value) : value}`]
  })

/** A rule as a sentence: when, and then what. @param {any} rule */
export const ruleText = ({ when = {}, then }) => {
  const { reasonCode, approve, threeDS, delayMs, answer, postlink, ...more } = then
  const effects = [
    approve && t('approve'),
    reasonCode !== undefined &&
      (reasonCode === 0 ? t('approve') : t('decline with {code}', { code: reasonCode })),
    threeDS && t('3-D Secure {kind}', { kind: threeDS }),
    delayMs !== undefined && t('answer after {span}', { span: spanText(delayMs) }),
    answer !== undefined && answerText(answer),
    postlink && t('postlink {what}', { what: postlinkText(postlink) }),
    ...partsOf(more, 'then'),
  ].filter(Boolean)
  return { when: conditions(when).join(', ') || t('any payment'), then: effects.join(', ') }
}

/** @param {any} rule */
export const timesText = ({ times, matched = 0 }) =>
  times === undefined
    ? t('until cleared, {n} so far', { n: matched })
    : t('{n} of {all}', { n: matched, all: times })

/** What the sandbox says to a refusal, and how to fix it. @param {string} name */
export const refusalOf = (name) => facts.refusals?.[name]

/** @param {string} rule a rule of behaviour */
export const provenanceOf = (rule) => facts.fidelity?.[rule]
