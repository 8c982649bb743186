import { openErrors } from './errors.js'
import { brandOf, digitsOf, fieldError, fieldNames, formatCvc, formatExpiry, formatPan } from './fields.js'
import { keepFormatted } from './mask.js'
import { startProgress } from './progress.js'

/** @typedef {import('./fields.js').Field} Field */
/** @typedef {Record<Field, HTMLInputElement>} Fields what is not asked for, of a saved card, is not there */

/**
 * The card form, more comfortable than a form is by itself.
 * @param {any} texts
 */
export function startForm(texts) {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('form#card'))
  if (!form) return
  const fields = /** @type {Fields} */ (
    Object.fromEntries(fieldNames.map((name) => [name, form.elements.namedItem(name)]))
  )
  const errors = openErrors(form, fields, texts.errors)
  const asked = fieldNames.filter((name) => fields[name])
  const check = startChecks(form, fields, errors)
  if (fields.cvc) keepFormatted(fields.cvc, formatCvc)
  if (fields.pan) startCard(form, fields, errors, texts)
  startProgress(form, texts.busy, () => {
    for (const name of asked) check(name)
    const wrong = asked.find(errors.isShown)
    if (wrong) fields[wrong].focus()
    return !wrong
  })
}

/**
 * What there is only where a card is typed.
 * @param {HTMLFormElement} form
 * @param {Fields} fields
 * @param {ReturnType<typeof openErrors>} errors
 * @param {any} texts
 */
function startCard(form, fields, errors, texts) {
  const showBrand = startBrand(form, fields)
  keepFormatted(fields.pan, formatPan)
  keepFormatted(fields.expiry, formatExpiry)
  window.addEventListener('pageshow', showBrand)
  showBrand()
  startTestCards(form, (card) => {
    fill(fields, card)
    for (const name of fieldNames) errors.show(name, '')
    showBrand()
    const status = form.querySelector('#status')
    if (status) status.textContent = texts.cardFilled.replace('{pan}', () => fields.pan.value)
  })
  sendPlainly(form, fields)
}

/**
 * @param {HTMLFormElement} form
 * @param {Fields} fields
 * @param {ReturnType<typeof openErrors>} errors
 */
function startChecks(form, fields, errors) {
  const { cvc, holder } = fields
  // The mask of a saved card begins as its number does: that says how long its CVC is.
  const textOf = (/** @type {Field} */ name) =>
    fields[name]?.value ?? (name === 'pan' ? (form.dataset.savedCard ?? '') : '')
  /** @param {Field} name */
  const check = (name) => {
    const values = /** @type {Record<Field, string>} */ (
      Object.fromEntries(fieldNames.map((field) => [field, textOf(field)]))
    )
    errors.show(name, fieldError(name, values))
  }
  const recheck = (/** @type {Field} */ name) => {
    if (errors.isShown(name)) check(name)
  }
  for (const name of fieldNames) {
    fields[name]?.addEventListener('input', () => {
      recheck(name)
      if (name === 'pan') recheck('cvc')
    })
    fields[name]?.addEventListener('blur', () => {
      if (name === 'holder') holder.value = holder.value.toUpperCase()
      // A field passed by empty is not a mistake yet; pressing the button says it is.
      if (fields[name].value.trim()) check(name)
      if (name === 'pan' && cvc.value) check('cvc')
    })
  }
  return check
}

/**
 * @param {HTMLFormElement} form
 * @param {Fields} fields
 */
function startBrand(form, { pan, cvc }) {
  const badge = form.querySelector('#brand')
  const show = () => {
    const brand = brandOf(pan.value)
    if (badge) badge.textContent = brand
    cvc.placeholder = brand === 'AMEX' ? '••••' : '•••'
  }
  pan.addEventListener('input', show)
  pan.addEventListener('change', show)
  return show
}

/**
 * @param {HTMLFormElement} form
 * @param {(card: HTMLButtonElement) => void} press
 */
function startTestCards(form, press) {
  /** @type {HTMLElement | null} */
  const button = form.querySelector('[data-testid="pay"]')
  for (const element of form.elements) {
    if (!(element instanceof HTMLButtonElement) || element.name !== 'testCard') continue
    element.addEventListener('click', (event) => {
      event.preventDefault()
      press(element)
      button?.focus()
    })
  }
}

/**
 * @param {Fields} fields
 * @param {HTMLButtonElement} card
 */
function fill({ pan, expiry, cvc, holder }, card) {
  pan.value = formatPan(card.value)
  expiry.value = formatExpiry(card.dataset.expiry ?? '')
  cvc.value = card.dataset.cvc ?? ''
  const values = { pan: pan.value, expiry: expiry.value, cvc: cvc.value, holder: holder.value }
  // A name that the form would refuse gives way too.
  if (fieldError('holder', values)) holder.value = card.dataset.holder ?? ''
}

/**
 * The server gets what was meant, without the spaces of the masks.
 * @param {HTMLFormElement} form
 * @param {Fields} fields
 */
function sendPlainly(form, { pan, expiry, holder }) {
  form.addEventListener('formdata', ({ formData }) => {
    formData.set('pan', digitsOf(pan.value))
    formData.set('expiry', expiry.value.replace(/\s/g, ''))
    formData.set('holder', holder.value.trim().toUpperCase())
  })
}
