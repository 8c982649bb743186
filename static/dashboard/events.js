import { h } from './dom.js'
import { knownNodes } from './marked.js'
import { bankTime, counted, json, moneyText, spanText } from './text.js'
import { nextText, provenanceOf, reasonOf, refusalOf, ruleText, toneOf } from './words.js'

/**
 * What an entry of the journal is to somebody reading.
 * @typedef {{ tone?: string, title: string, note?: string, facts?: [string, any][], more?: any[] }} Told
 */

/** @param {string} rule */
const assumption = (rule) => {
  return h('li', {}, rule, ' ', h('span', { class: 'soft' }, knownNodes(provenanceOf(rule))))
}

/** What an outcome rests on that the bank has not documented. @param {string[]} rules */
const assumptions = (rules) =>
  rules.length > 0 &&
  h('details', { class: 'raw', 'data-part': 'assumed', 'data-testid': 'assumed' }, [
    h('summary', {}, `Rests on ${counted(rules.length, 'assumption')} about the bank`),
    h('ul', { class: 'assumed' }, rules.map(assumption)),
  ])

/** @param {any} transaction @param {import('./model.js').Model} model @returns {Told} */
const attempt = (transaction, model) => {
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
        : `${status} ${reasonCode}: ${reason?.reason ?? ''}`,
    note: [card && `${card.brand} ${card.mask}`, via].filter(Boolean).join(', '),
    facts: [
      ['Meaning', reasonCode !== 0 && reason?.eng],
      ['What to do', reasonCode !== 0 && reason && nextText(reason)],
      ['Transaction', h('code', {}, transaction.id)],
      ['Reference', reference],
      ['Approval code', approvalCode],
      ['Saved card', transaction.cardId],
      ['3-D Secure', secureDetails && `${transaction.secure ? 'yes' : 'no'}, ${secureDetails}`],
      ['Holder', transaction.holder],
      ['Bent by', transaction.rule && (rule ? ruleText(rule).then : transaction.rule)],
    ],
    more: [assumptions(assumed ?? [])],
  }
}

/** @type {Record<string, string>} */
const pageEnds = { paid: 'Page done', failed: 'Page ended after the last attempt', expired: 'Page expired' }

/** @type {Record<string, (entry: any, model: import('./model.js').Model) => Told>} */
const tellers = {
  'workspace opened': ({ settings }) => ({ title: 'Workspace opened', note: `seed ${settings.seed}` }),
  'clock moved': ({ clock }) => ({
    tone: 'warn',
    title: clock.mode === 'system' ? 'Clock back to real time' : `Clock at ${bankTime(clock.now)}`,
  }),
  'token issued': ({ token }) => ({
    title: `Token issued to client “${token.client}”`,
    note: token.amount === undefined ? 'service token' : moneyText(token.amount, token.currency),
    facts: [
      ['Expires', bankTime(token.expiresAt)],
      ['Scope', token.scope],
      ['Postlink', token.postLink],
      ['Failure postlink', token.failurePostLink],
      ['Secret hash', token.secretHash],
      ['Not known to the contract', token.unknownFields?.join(', ')],
    ],
  }),
  'token expired': () => ({ title: 'Token expired' }),
  'page opened': ({ page }) => ({
    title: 'Payment page opened',
    note: moneyText(page.order.amount, page.order.currency),
    facts: [
      ['Description', page.order.description],
      ['Account', page.order.accountId],
      ['Language', page.order.language],
      ['Back link', page.order.backLink],
      ['Postlink', page.order.postLink],
      ['Time until', bankTime(page.deadline)],
      ['Not known to the contract', page.unknownFields?.join(', ')],
    ],
  }),
  'page ended': ({ how }) => ({
    tone: how === 'paid' ? '' : 'warn',
    title: pageEnds[how] ?? 'Page ended',
  }),
  'invoice link made': ({ link }) => ({
    title: 'Payment link made',
    note: moneyText(link.order.amount, link.order.currency),
    facts: [
      ['Link', h('code', {}, link.id)],
      ['Good until', bankTime(link.expiresAt)],
      ['Sent to', [link.contacts.recipient, link.contacts.recipientSms].filter(Boolean).join(', ')],
      ['Postlink', link.order.postLink],
      ['Not known to the contract', link.unknownFields?.join(', ')],
    ],
    more: [assumptions(link.assumed ?? [])],
  }),
  'invoice link ended': ({ how }) => ({ tone: 'warn', title: `Payment link ${how}` }),
  'qr made': ({ qr }) => ({
    title: 'QR code made',
    note: moneyText(qr.order.amount, qr.order.currency),
    facts: [
      ['Bill number', h('code', {}, qr.billNumber)],
      ['Good until', bankTime(qr.deadline)],
      ['Postlink', qr.order.postLink],
      ['Not known to the contract', qr.unknownFields?.join(', ')],
    ],
  }),
  'qr ended': ({ how }) => ({ tone: 'warn', title: `QR code ${how}` }),
  'payment decided': ({ transaction }, model) => attempt(transaction, model),
  'challenge asked': ({ challenge }, model) => {
    const told = attempt(challenge.transaction, model)
    const facts = [
      ['Right code', challenge.code],
      ['Time until', bankTime(challenge.deadline)],
      ...(told.facts ?? []),
    ]
    return { ...told, title: '3-D Secure asks the buyer', facts: /** @type {any} */ (facts) }
  },
  'challenge answered': ({ how }) => ({
    tone: how === 'right' ? 'good' : 'bad',
    title: how === 'right' ? '3-D Secure passed' : `3-D Secure: ${how}`,
  }),
  'payment operated': ({ operation, to, externalId }) => ({
    tone: toneOf(to.status),
    title: `${operation[0].toUpperCase()}${operation.slice(1)} → ${to.status}`,
    note: `${to.charged / 100} charged, ${to.refunded / 100} refunded`,
    facts: [['External id', externalId]],
    more: [assumptions(to.assumed ?? [])],
  }),
  'card saved': ({ card }) => ({
    title: 'Card saved',
    note: card.mask,
    facts: [['Card id', h('code', {}, card.id)]],
  }),
  'card deactivated': ({ card }) => ({ title: 'Card deactivated', note: card }),
  'postlink owed': ({ postlink }) => ({ title: `Postlink owed (${postlink.kind})`, note: postlink.url }),
  'postlink sent': ({ attempt }) => ({ title: `Postlink sent, attempt ${attempt}` }),
  'postlink answered': ({ answer, attempt }) => ({
    tone: answer.status >= 200 && answer.status < 300 ? 'good' : 'bad',
    title: `Postlink answered ${answer.status ?? answer.error}`,
    note: `attempt ${attempt}, ${spanText(answer.durationMs)}`,
  }),
  'postlink requeued': ({ why }) => ({ title: `Postlink due again (${why})` }),
  'postlink held': () => ({ tone: 'warn', title: 'Postlink held' }),
  'rule added': ({ rule }) => ({
    title: 'Rule added',
    note: `${ruleText(rule).when}: ${ruleText(rule).then}`,
  }),
  'rules cleared': ({ rules }) => ({ title: `Rules cleared: ${rules.length}` }),
  'rule matched': ({ rule, asked }, model) => {
    const known = model.rules.get(rule)
    return { tone: 'warn', title: `Rule: ${known ? ruleText(known).then : rule}`, note: asked }
  },
  'request refused': ({ asked, refused, field, came }) => {
    const { status, message, fix } = refusalOf(refused) ?? {}
    return {
      tone: 'bad',
      title: `Refused: ${refused}`,
      note: asked,
      facts: [
        ['Answer', message && `${status} ${message}`],
        ['Field', field && h('code', {}, field)],
        ['Got', came],
        ['Fix', fix],
      ],
    }
  },
}

/** @param {any} entry @param {import('./model.js').Model} model @returns {Told} */
export const tellOf = (entry, model) => tellers[entry.kind]?.(entry, model) ?? { title: entry.kind }

/** @param {[string, any][]} rows those without a value are left out */
export const factList = (rows) => {
  const there = rows.filter(
    ([, value]) =>
      value !== undefined && value !== '' && value !== false && value !== null && value.length !== 0,
  )
  if (there.length === 0) return undefined
  return h(
    'dl',
    { class: 'facts' },
    there.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )
}

/** @param {any} value @param {string} [name] */
export const raw = (value, name = 'Journal entry') =>
  h(
    'details',
    { class: 'raw', 'data-part': name },
    h('summary', {}, name),
    h('pre', { tabindex: '0' }, json(value)),
  )
