import { facts, table } from './api.js'
import { h } from './dom.js'
import { otherFields, put, readField } from './rule-more.js'
import { t } from './speech.js'
import { json } from './text.js'

/** @param {string} name @param {string} label @param {Record<string, any>} [given] @param {string} [hint] */
const input = (name, label, given = {}, hint = '') =>
  h(
    'label',
    { class: 'field' },
    label,
    h('input', { name, autocomplete: 'off', ...given }),
    hint && h('small', {}, hint),
  )

/** @param {string} name @param {string} label @param {[string, string][]} options */
const select = (name, label, options) =>
  h(
    'label',
    { class: 'field' },
    label,
    h(
      'select',
      { name },
      options.map(([value, text]) => h('option', { value }, text)),
    ),
  )

/** @param {string} name @param {string} label */
const check = (name, label) => h('label', { class: 'check' }, h('input', { type: 'checkbox', name }), label)

const number = { type: 'number', min: '0', inputmode: 'numeric' }

const whenFields = () => [
  select('operation', t('What'), [
    ['', t('any attempt to pay')],
    ...facts.ruleOperations.map((/** @type {string} */ name) => [name, name]),
  ]),
  input('invoiceId', t('Invoice')),
  input('card', t('Card'), { placeholder: '5096' }, t('number, mask or last four')),
  input('accountId', t('Account')),
  input('min', t('Amount from'), { ...number, step: 'any' }),
  input('max', t('Amount to'), { ...number, step: 'any' }),
  input('attempt', t('Attempt'), { ...number, min: '1' }, t('1 is the first')),
  input('holder', t('Name on the card')),
]

const thenFields = () => [
  select('outcome', t('Outcome'), [
    ['', t('as it comes')],
    ['approve', t('approve')],
    ['decline', t('decline with code…')],
  ]),
  input('reasonCode', t('Reason code'), { ...number, list: 'codes', placeholder: '484' }),
  select('threeDS', t('3-D Secure'), [
    ['', t('as it comes')],
    ...facts.threeDSKinds.map((/** @type {string} */ name) => [name, name]),
  ]),
  select('answer', t('Answer'), [
    ['', t('as it comes')],
    ['lost', t('lost: it happens, no answer')],
    ['refused', t('refused: nothing happens')],
    ['half', t('half of the JSON')],
    ['status', t('HTTP status…')],
  ]),
  input('status', t('HTTP status'), { ...number, min: '200', placeholder: '502' }),
  input('delayMs', t('Answer after, ms'), number),
  input('visibleAfter', t('Shows in the status after'), { placeholder: 'PT30S' }),
]

const postlinkFields = () => [
  input('postlinkDelayMs', t('Postlink after, ms'), number),
  input('copies', t('Sent how often'), { ...number, min: '1', placeholder: '1' }),
]

const postlinkChecks = [
  ['lost', t('never sent')],
  ['late', t('after the next status')],
  ['reorder', t('out of order')],
  ['forged', t('forged secret_hash')],
  ['corrupt', t('JSON cut')],
]

const moreFields = () =>
  otherFields(facts.ruleFields).map((/** @type {any} */ { path, kind, about }) =>
    kind === 'switch'
      ? check(path, t(about))
      : input(path, t(about), kind === 'number' ? { ...number, step: 'any' } : {}, path),
  )

/** @param {FormData} form @param {string[]} names */
const texts = (form, names) =>
  Object.fromEntries(
    names.map((name) => [name, String(form.get(name) ?? '').trim()]).filter(([, value]) => value !== ''),
  )

/** @param {FormData} form @param {string} name */
const numberOf = (form, name) => (form.get(name) ? Number(form.get(name)) : undefined)

/** @param {object} record without what is undefined @returns {any} */
const compact = (record) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

/** @param {Record<string, unknown>} record */
const orNothing = (record) => (Object.keys(record).length > 0 ? record : undefined)

/** What the fields say, as the rule that will be sent. @param {FormData} form */
const ruleOf = (form) => {
  const [min, max, attempt] = ['min', 'max', 'attempt'].map((name) => numberOf(form, name))
  const amount = orNothing(compact({ min, max }))
  const when = {
    ...texts(form, ['operation', 'invoiceId', 'card', 'accountId', 'holder']),
    ...compact({ amount, attempt }),
  }
  const answer =
    form.get('answer') === 'status'
      ? { status: numberOf(form, 'status') ?? 502 }
      : form.get('answer') || undefined
  const outcome = form.get('outcome')
  const checked = Object.fromEntries(
    postlinkChecks.filter(([name = '']) => form.has(name)).map(([name]) => [name, true]),
  )
  const postlink = orNothing(
    compact({ ...checked, delayMs: numberOf(form, 'postlinkDelayMs'), copies: numberOf(form, 'copies') }),
  )
  const then = compact({
    approve: outcome === 'approve' ? true : undefined,
    reasonCode: outcome === 'decline' ? (numberOf(form, 'reasonCode') ?? 484) : undefined,
    threeDS: form.get('threeDS') || undefined,
    delayMs: numberOf(form, 'delayMs'),
    answer,
    ...texts(form, ['visibleAfter']),
    postlink,
  })
  const rule = compact({ when: orNothing(when), then, times: numberOf(form, 'times') })
  for (const { path, kind } of otherFields(/** @type {any[]} */ (facts.ruleFields))) {
    const text = String(form.get(path) ?? '').trim()
    if (text !== '') put(rule, path, readField(kind, text))
  }
  return rule
}

/** @param {HTMLElement} list */
const fillCodes = async (list) => {
  const { reasonCodes } = await table('reason-codes')
  list.append(
    ...reasonCodes.map((/** @type {any} */ { code, reason }) =>
      h('option', { value: String(code) }, `${code} ${reason}`),
    ),
  )
}

/**
 * Fields that write JSON; the JSON is what is sent, and may be edited.
 * @param {(rule: any) => Promise<unknown>} add
 * @param {{ place: HTMLElement, clear(): void, tell(error: unknown): void }} trouble
 */
export const createRuleForm = (add, trouble) => {
  const area = h('textarea', { rows: 12, spellcheck: 'false', 'data-testid': 'rule-json' })
  const codes = h('datalist', { id: 'codes' })
  fillCodes(codes).catch(() => {})
  const write = () => {
    for (const [name, other, value] of [
      ['reasonCode', 'outcome', 'decline'],
      ['status', 'answer', 'status'],
    ]) {
      const field = form.elements.namedItem(name)
      const shown = new FormData(form).get(String(other)) === value
      field.closest('label').hidden = !shown
    }
    area.value = json(ruleOf(new FormData(form)))
  }
  const submit = async (/** @type {any} */ event) => {
    event.preventDefault()
    trouble.clear()
    try {
      await add(JSON.parse(area.value))
      form.reset()
      write()
    } catch (error) {
      trouble.tell(error)
    }
  }
  const part = (/** @type {string} */ title, /** @type {any[]} */ ...content) =>
    h('fieldset', {}, h('legend', {}, title), content)
  const form = h(
    'form',
    { class: 'rule-form', 'data-testid': 'rule-form', onsubmit: submit, novalidate: true },
    [
      h('div', { class: 'stack' }, [
        part(t('When'), h('div', { class: 'fields' }, whenFields())),
        part(t('Then'), h('div', { class: 'fields' }, thenFields())),
        part(
          t('And its postlink'),
          h('div', { class: 'fields' }, postlinkFields()),
          h(
            'div',
            {},
            postlinkChecks.map(([name = '', label = '']) => check(name, label)),
          ),
        ),
        h(
          'details',
          { 'data-testid': 'rule-more' },
          h('summary', {}, t('More')),
          h('div', { class: 'fields' }, moreFields()),
        ),
        h(
          'div',
          { class: 'fields' },
          input('times', t('How many times'), { ...number, min: '1', value: '1' }, t('empty: until cleared')),
        ),
      ]),
      h('div', { class: 'stack' }, [
        h(
          'label',
          { class: 'field' },
          t('What is sent'),
          area,
          h('small', {}, t('POST /_sandbox/rules; edit it freely')),
        ),
        trouble.place,
        h('button', { class: 'button', 'data-testid': 'add-rule' }, t('Add rule')),
      ]),
      codes,
    ],
  )
  form.addEventListener('input', (/** @type {any} */ event) => event.target !== area && write())
  form.querySelector('[name=times]').defaultValue = '1'
  write()
  return form
}
