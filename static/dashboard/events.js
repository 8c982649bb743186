import { assumptions, attempt } from './attempt.js'
import { h } from './dom.js'
import { rich, t } from './speech.js'
import { bankTime, json, moneyText, spanText } from './text.js'
import { kindText, refusalOf, ruleText, toneOf } from './words.js'

/**
 * What an entry of the journal is to somebody reading.
 * @typedef {{ tone?: string, title: string, note?: string, facts?: [string, any][], more?: any[] }} EventText
 */

/** @type {Record<string, string>} */
const pageEnds = {
  paid: t('Page done'),
  failed: t('Page ended after the last attempt'),
  expired: t('Page expired'),
}

/** @type {Record<string, (entry: any, model: import('./model.js').Model) => EventText>} */
const tellers = {
  'workspace opened': ({ settings }) => ({ title: t('Workspace opened'), note: t('seed {seed}', settings) }),
  'clock moved': ({ clock }) => ({
    tone: 'warn',
    title:
      clock.mode === 'system'
        ? t('Clock back to real time')
        : t('Clock at {time}', { time: bankTime(clock.now) }),
  }),
  'token issued': ({ token }) => ({
    title: t('Token issued to client “{client}”', token),
    note: token.amount === undefined ? t('service token') : moneyText(token.amount, token.currency),
    facts: [
      [t('Expires'), bankTime(token.expiresAt)],
      [t('Scope'), token.scope && h('code', {}, token.scope)],
      [t('Postlink'), token.postLink],
      [t('Failure postlink'), token.failurePostLink],
      [t('Secret hash'), token.secretHash],
      [t('Not known to the contract'), token.unknownFields?.join(', ')],
    ],
  }),
  'token expired': () => ({ title: t('Token expired') }),
  'page opened': ({ page }) => ({
    title: t('Payment page opened'),
    note: moneyText(page.order.amount, page.order.currency),
    facts: [
      [t('Description'), page.order.description && h('span', { translate: 'no' }, page.order.description)],
      [t('Account'), page.order.accountId],
      [t('Language'), page.order.language],
      [t('Back link'), page.order.backLink],
      [t('Postlink'), page.order.postLink],
      [t('Time until'), bankTime(page.deadline)],
      [t('Not known to the contract'), page.unknownFields?.join(', ')],
    ],
  }),
  'page ended': ({ how }) => ({
    tone: how === 'paid' ? '' : 'warn',
    title: pageEnds[how] ?? t('Page ended'),
  }),
  'invoice link made': ({ link }) => ({
    title: t('Payment link made'),
    note: moneyText(link.order.amount, link.order.currency),
    facts: [
      [t('Link'), h('code', {}, link.id)],
      [t('Good until'), bankTime(link.expiresAt)],
      [t('Sent to'), [link.contacts.recipient, link.contacts.recipientSms].filter(Boolean).join(', ')],
      [t('Postlink'), link.order.postLink],
      [t('Not known to the contract'), link.unknownFields?.join(', ')],
    ],
    more: [assumptions(link.assumed ?? [])],
  }),
  'invoice link ended': ({ how }) => ({ tone: 'warn', title: t('Payment link {how}', { how: t(how) }) }),
  'qr made': ({ qr }) => ({
    title: t('QR code made'),
    note: moneyText(qr.order.amount, qr.order.currency),
    facts: [
      [t('Bill number'), h('code', {}, qr.billNumber)],
      [t('Good until'), bankTime(qr.deadline)],
      [t('Postlink'), qr.order.postLink],
      [t('Not known to the contract'), qr.unknownFields?.join(', ')],
    ],
  }),
  'qr ended': ({ how }) => ({ tone: 'warn', title: t('QR code {how}', { how: t(how) }) }),
  'payment decided': ({ transaction }, model) => attempt(transaction, model),
  'challenge asked': ({ challenge }, model) => {
    const text = attempt(challenge.transaction, model)
    const facts = [
      [t('Right code'), challenge.code],
      [t('Time until'), bankTime(challenge.deadline)],
      ...(text.facts ?? []),
    ]
    return { ...text, title: t('3-D Secure asks the buyer'), facts: /** @type {any} */ (facts) }
  },
  'challenge answered': ({ how }) => ({
    tone: how === 'right' ? 'good' : 'bad',
    title: how === 'right' ? t('3-D Secure passed') : t(`3-D Secure: ${how}`),
  }),
  'payment operated': ({ operation, to, externalId }) => ({
    tone: toneOf(to.status),
    title: `${t(operation[0].toUpperCase() + operation.slice(1))} → ${to.status}`,
    note: t('{charged} charged, {refunded} refunded', {
      charged: to.charged / 100,
      refunded: to.refunded / 100,
    }),
    facts: [[t('External id'), externalId]],
    more: [assumptions(to.assumed ?? [])],
  }),
  'card saved': ({ card }) => ({
    title: t('Card saved'),
    note: card.mask,
    facts: [[t('Card id'), h('code', {}, card.id)]],
  }),
  'subscription made': ({ subscription }) => ({
    title: t('Subscription made'),
    note: `${subscription.frequency} · ${bankTime(subscription.nextAt)}`,
  }),
  'subscription charged': () => ({ title: t('Subscription charged') }),
  'subscription ended': () => ({ title: t('Subscription cancelled') }),
  'settlement made': ({ settlement }) => ({
    title: t('Payout made'),
    note: settlement.terminal,
    facts: [[t('Payments'), settlement.lines.length]],
  }),
  'card deactivated': ({ card }) => ({ title: t('Card deactivated'), note: card }),
  'postlink owed': ({ postlink }) => ({
    title: t('Postlink owed {about}', { about: kindText(postlink) }),
    note: postlink.url,
  }),
  'postlink sent': ({ attempt }) => ({ title: t('Postlink sent, attempt {n}', { n: attempt }) }),
  'postlink answered': ({ answer, attempt }) => ({
    tone: answer.status >= 200 && answer.status < 300 ? 'good' : 'bad',
    title: rich('Postlink answered {answer}', {
      answer: h('span', { lang: 'en' }, answer.status ?? answer.error),
    }),
    note: t('attempt {n}, {span}', { n: attempt, span: spanText(answer.durationMs) }),
  }),
  'postlink requeued': ({ why }) => ({ title: t('Postlink due again ({why})', { why }) }),
  'postlink held': () => ({ tone: 'warn', title: t('Postlink held') }),
  'rule added': ({ rule }) => ({
    title: t('Rule added'),
    note: `${ruleText(rule).when}: ${ruleText(rule).then}`,
  }),
  'rules cleared': ({ rules }) => ({ title: t('Rules cleared: {n}', { n: rules.length }) }),
  'instalment asked': ({ instalment }) => ({
    title: t('Purchase in instalments asked for'),
    note: moneyText(instalment.order.amount, instalment.order.currency),
    facts: [
      [t('Months'), instalment.condition.monthCount],
      [t('The bank’s app'), h('a', { href: `../homebank/instalment/${instalment.id}` }, t('open its page'))],
    ],
  }),
  'instalment moved': ({ status }) => ({
    tone: status === 'REJECT' ? 'bad' : '',
    title: t('Instalments: {status}', { status }),
  }),
  marked: ({ name }) => ({ title: t('Mark: {name}', { name }) }),
  'rule matched': ({ rule, asked }, model) => {
    const known = model.rules.get(rule)
    return {
      tone: 'warn',
      title: t('Rule: {what}', { what: known ? ruleText(known).then : rule }),
      note: t(asked),
    }
  },
  'request refused': ({ asked, refused, field, got }) => {
    const { status, message, fix } = refusalOf(refused) ?? {}
    return {
      tone: 'bad',
      title: t('Refused: {what}', { what: t(refused) }),
      note: t(asked),
      facts: [
        [t('Answer'), message && h('span', { lang: 'en' }, `${status} ${message}`)],
        [t('Field'), field && h('code', {}, field)],
        [t('Got'), got],
        [t('Fix'), fix && h('span', { lang: 'en' }, fix)],
      ],
    }
  },
}

/** @param {any} entry @param {import('./model.js').Model} model @returns {EventText} */
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
export const raw = (value, name = t('Journal entry')) =>
  h(
    'details',
    { class: 'raw', 'data-part': name },
    h('summary', {}, name),
    h('pre', { tabindex: '0' }, json(value)),
  )
