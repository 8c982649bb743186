import { facts, table } from './api.js'
import { h } from './dom.js'
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
  'ask status': 'ask the bank for the status',
  'ask the bank': 'the buyer asks the bank',
  'contact support': 'contact support',
  'correct and retry': 'correct the data and try again',
  'fix the request': 'fix the request',
  'other card': 'ask for another card',
  'retry later': 'try again later',
}

/** What a shop does next. @param {{ next: string, advice: string }} reason */
export const nextText = ({ next, advice }) => {
  const advised = adviceText[advice] ?? advice
  if (next !== 'final') return `Not final: ${advised}`
  return advised ? `Final: ${advised}` : 'Final'
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
  },
  ...{ delivered: 'good', held: 'warn', due: 'warn', failed: 'bad', refused: 'bad', expired: 'warn' },
}

/** @param {string} status */
export const toneOf = (status) => tones[status] ?? ''

/** @param {string} status @param {string} [text] */
export const badge = (status, text = status) =>
  h('span', { class: 'badge', 'data-tone': toneOf(status) }, text)

/** @param {import('./model.js').Payment} payment */
export const reasonShort = ({ status, reasonCode, refused }) => {
  if (status === 'refused') return refused
  if (status === 'expired') return 'nobody paid in time'
  if (reasonCode === 0) return ''
  return `${reasonCode} ${reasonOf(reasonCode)?.reason ?? ''}`
}

/** @param {any} when */
const conditions = ({ operation, amount, ...rest }) => {
  const range = typeof amount === 'object' ? amount : { min: amount, max: amount }
  const { min, max } = range
  const exact = amount !== undefined && min === max
  return [
    operation && `on ${operation}`,
    exact && `amount ${min}`,
    !exact && min !== undefined && `amount from ${min}`,
    !exact && max !== undefined && `amount up to ${max}`,
    ...Object.entries(rest).map(([name, value]) => `${name} ${value}`),
  ].filter(Boolean)
}

/** @param {any} answer */
const answerText = (answer) => {
  if (typeof answer !== 'object') return answer === 'refused' ? 'connection refused' : `answer ${answer}`
  if ('status' in answer) return `HTTP ${answer.status}${answer.happens ? ', but it happens' : ''}`
  if ('headersAfterMs' in answer) return `headers after ${spanText(answer.headersAfterMs)}`
  return `body over ${spanText(answer.bodyOverMs)}`
}

/** @param {any} fault */
const postlinkText = ({ delayMs, copies, lost, forged, corrupt, late, reorder, ...rest }) =>
  [
    lost && 'lost',
    copies && `${copies} copies`,
    delayMs !== undefined && `after ${spanText(delayMs)}`,
    late && 'late',
    reorder && 'out of order',
    forged && 'forged',
    corrupt && 'cut in the middle',
    ...Object.keys(rest).map((name) => `other ${name}`),
  ]
    .filter(Boolean)
    .join(', ')

/** A rule as a sentence: when, and then what. @param {any} rule */
export const ruleText = ({ when = {}, then }) => {
  const { reasonCode, approve, threeDS, delayMs, answer, postlink } = then
  const effects = [
    approve && 'approve',
    reasonCode !== undefined && (reasonCode === 0 ? 'approve' : `decline with ${reasonCode}`),
    threeDS && `3-D Secure ${threeDS}`,
    delayMs !== undefined && `answer after ${spanText(delayMs)}`,
    answer !== undefined && answerText(answer),
    postlink && `postlink ${postlinkText(postlink)}`,
  ].filter(Boolean)
  return { when: conditions(when).join(', ') || 'any payment', then: effects.join(', ') }
}

/** @param {any} rule */
export const timesText = ({ times, matched = 0 }) =>
  times === undefined ? `until cleared, ${matched} so far` : `${matched} of ${times}`

/** What the sandbox says to a refusal, and how to fix it. @param {string} name */
export const refusalOf = (name) => facts.refusals?.[name]

/** @param {string} rule a rule of behaviour */
export const provenanceOf = (rule) => facts.fidelity?.[rule]
