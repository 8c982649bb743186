import { plural } from './plural.js'

/** @typedef {'pan' | 'expiry' | 'cvc' | 'holder'} Field */

/** @param {string} text */
export const digitsOf = (text) => text.replace(/\D/g, '')

/**
 * @param {string} pan
 * @returns {'VISA' | 'MASTERCARD' | 'AMEX' | ''}
 */
export function brandOf(pan) {
  const digits = digitsOf(pan)
  if (digits.startsWith('4')) return 'VISA'
  if (/^3[47]/.test(digits)) return 'AMEX'
  const range = Number(digits.slice(0, 4))
  if (/^5[1-5]/.test(digits) || (range >= 2221 && range <= 2720)) return 'MASTERCARD'
  return ''
}

/** @type {Record<ReturnType<typeof brandOf>, [number, number]>} */
const lengths = { AMEX: [15, 15], VISA: [16, 16], MASTERCARD: [16, 16], '': [13, 19] }

/** @param {string} pan */
export function formatPan(pan) {
  const brand = brandOf(pan)
  const digits = digitsOf(pan).slice(0, lengths[brand][1])
  const groups =
    brand === 'AMEX' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?$/ : /^(.{1,4})(.{1,4})?(.{1,4})?(.{1,4})?(.+)?$/
  return (groups.exec(digits) ?? []).slice(1).filter(Boolean).join(' ')
}

/**
 * @param {string} text
 * @param {boolean} [erasing] the buyer is deleting, so nothing may be added
 */
export function formatExpiry(text, erasing = false) {
  const iso = /^\s*20(\d\d)-(\d\d)\s*$/.exec(text)
  let digits = iso ? `${iso[2]}${iso[1]}` : digitsOf(text)
  if (!erasing && (/^[2-9]/.test(digits) || /^\s*1\s*[/.-]/.test(text))) digits = `0${digits}`
  // Years are written "27" and "2027" alike; 20 itself is long past, so it can only begin the longer form.
  const long = digits.slice(2, 4) === '20'
  digits = digits.slice(0, long ? 6 : 4)
  if (long && digits.length === 6) digits = digits.slice(0, 2) + digits.slice(4)
  if (digits.length < 2 || (erasing && digits.length === 2)) return digits
  return `${digits.slice(0, 2)} / ${digits.slice(2)}`
}

/** @param {string} digits */
function luhnHolds(digits) {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** @param {string} pan */
function panError(pan) {
  if (!pan.trim()) return 'panEmpty'
  const digits = digitsOf(pan)
  const [least, most] = lengths[brandOf(digits)]
  if (digits.length < least || digits.length > most) return 'panLength'
  return luhnHolds(digits) ? '' : 'panLuhn'
}

/**
 * Only the form is judged here: a card of the documentation stays usable when its printed month is past.
 * @param {string} expiry
 */
function expiryError(expiry) {
  if (!expiry.trim()) return 'expiryEmpty'
  return /^\s*(0[1-9]|1[0-2])\s*\/?\s*(\d\d)\s*$/.test(expiry) ? '' : 'expiryFormat'
}

/**
 * @param {string} cvc
 * @param {string} pan
 */
function cvcError(cvc, pan) {
  if (!cvc.trim()) return 'cvcEmpty'
  const amex = brandOf(pan) === 'AMEX'
  if ((amex ? /^\d{4}$/ : /^\d{3}$/).test(cvc.trim())) return ''
  return amex ? 'cvcLength4' : 'cvcLength3'
}

/** @param {string} holder */
function holderError(holder) {
  if (!holder.trim()) return 'holderEmpty'
  return /^[a-z][a-z0-9 .'-]*$/i.test(holder.trim()) ? '' : 'holderLatin'
}

/**
 * The key of the error text for one field, or '' when the field is right.
 * @param {Field} field
 * @param {Record<Field, string>} values
 */
export function fieldError(field, values) {
  if (field === 'pan') return panError(values.pan)
  if (field === 'expiry') return expiryError(values.expiry)
  if (field === 'cvc') return cvcError(values.cvc, values.pan)
  return holderError(values.holder)
}

/**
 * Keeps a field of digits formatted while it is edited, with the caret after the digit it was after.
 * @param {HTMLInputElement} input
 * @param {(text: string, erasing: boolean) => string} format
 */
function keepFormatted(input, format) {
  let before = input.value

  /** @param {Event} event */
  const apply = (event) => {
    const kind = event instanceof InputEvent ? event.inputType : ''
    const erasing = kind.startsWith('delete')
    const text = input.value
    const caret = input.selectionStart ?? text.length
    const atEnd = caret >= text.length
    let head = text.slice(0, caret)
    let tail = text.slice(caret)
    if (erasing && digitsOf(text) === digitsOf(before) && text.length < before.length) {
      // Only a separator went, and formatting would bring it back: the digit beside it was meant.
      if (kind === 'deleteContentForward') tail = tail.replace(/\d/, '')
      else head = head.replace(/\d(\D*)$/, '$1')
    }
    const next = format(head + tail, erasing)
    const place = atEnd ? next.length : placeAfter(next, digitsOf(head).length)
    if (next !== text) {
      input.value = next
      if (document.activeElement === input) input.setSelectionRange(place, place)
    }
    before = next
  }

  input.addEventListener('input', apply)
  input.addEventListener('change', apply)
  input.value = before = format(before, false)
}

/**
 * @param {string} text
 * @param {number} count of digits to leave behind
 */
function placeAfter(text, count) {
  let place = 0
  for (let seen = 0; seen < count && place < text.length; place += 1) {
    if (/\d/.test(text.charAt(place))) seen += 1
  }
  return place
}

/** @param {ParentNode} node @param {string} selector @returns {HTMLElement | null} */
const find = (node, selector) => node.querySelector(selector)

/** @param {any} texts */
function startForm(texts) {
  const form = /** @type {HTMLFormElement | null} */ (find(document, 'form#card'))
  if (!form) return
  /** @type {Field[]} */
  const names = ['pan', 'expiry', 'cvc', 'holder']
  const [pan, expiry, cvc, holder] = /** @type {HTMLInputElement[]} */ (
    names.map((name) => form.elements.namedItem(name))
  )
  if (!pan || !expiry || !cvc || !holder) return
  const fields = { pan, expiry, cvc, holder }
  const status = find(form, '#status')
  const brand = find(form, '#brand')

  const values = () => ({ pan: pan.value, expiry: expiry.value, cvc: cvc.value, holder: holder.value })
  /** @param {Field} name */
  const check = (name) => fieldError(name, values())

  /** @param {Field} name @param {string} key */
  const show = (name, key) => {
    const input = fields[name]
    const id = `${name}-error`
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .filter((it) => it && it !== id)
    let line = document.getElementById(id)
    if (key) {
      if (!line) {
        line = document.createElement('p')
        line.className = 'field-error'
        line.id = id
        line.dataset.testid = `error-${name}`
        const after = input.closest('.with-brand') ?? input
        after.insertAdjacentElement('afterend', line)
      }
      line.textContent = texts.errors[key]
      described.unshift(id)
      input.setAttribute('aria-invalid', 'true')
    } else {
      line?.remove()
      input.removeAttribute('aria-invalid')
      find(form, `[data-summary="${name}"]`)?.remove()
      const summary = find(form, '#summary')
      if (summary && !find(summary, 'li')) summary.remove()
    }
    if (described.length) input.setAttribute('aria-describedby', described.join(' '))
    else input.removeAttribute('aria-describedby')
  }

  const isShown = (/** @type {Field} */ name) => fields[name].hasAttribute('aria-invalid')
  const recheck = (/** @type {Field} */ name) => {
    if (isShown(name)) show(name, check(name))
  }

  const showBrand = () => {
    if (!brand) return
    brand.textContent = brandOf(pan.value)
    brand.dataset.brand = brandOf(pan.value)
  }

  keepFormatted(pan, formatPan)
  keepFormatted(expiry, formatExpiry)
  keepFormatted(cvc, (text) => digitsOf(text).slice(0, 4))
  showBrand()

  for (const name of names) {
    fields[name].addEventListener('input', () => {
      recheck(name)
      if (name !== 'pan') return
      showBrand()
      recheck('cvc')
    })
    fields[name].addEventListener('blur', () => {
      if (name === 'holder') holder.value = holder.value.toUpperCase()
      // A field passed by empty is not a mistake yet; pressing the button says it is.
      if (fields[name].value.trim() || isShown(name)) show(name, check(name))
      if (name === 'pan' && cvc.value) show('cvc', check('cvc'))
    })
  }

  startTestCards(form, (card) => {
    pan.value = formatPan(card.value)
    expiry.value = formatExpiry(card.dataset.expiry ?? '')
    cvc.value = card.dataset.cvc ?? ''
    if (!holder.value.trim()) holder.value = 'TEST CARDHOLDER'
    for (const name of names) show(name, '')
    showBrand()
    if (status) status.textContent = texts.cardFilled.replace('{pan}', () => pan.value)
    find(form, 'button.button')?.focus()
  })

  form.addEventListener('formdata', ({ formData }) => {
    formData.set('pan', digitsOf(pan.value))
    formData.set('expiry', expiry.value.replace(/\s/g, ''))
    formData.set('holder', holder.value.trim().toUpperCase())
  })
  startProgress(form, texts.busy, () => {
    for (const name of names) show(name, check(name))
    const wrong = names.find(isShown)
    if (wrong) fields[wrong].focus()
    return !wrong
  })
  startMinutes(form, texts, status)
}

/**
 * @param {HTMLFormElement} form
 * @param {(card: HTMLButtonElement) => void} fill
 */
function startTestCards(form, fill) {
  for (const element of form.elements) {
    if (!(element instanceof HTMLButtonElement) || element.name !== 'testCard') continue
    element.addEventListener('click', (event) => {
      event.preventDefault()
      fill(element)
    })
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} busy
 * @param {() => boolean} allowed
 */
function startProgress(form, busy, allowed) {
  const button = /** @type {HTMLButtonElement | null} */ (find(form, 'button.button'))
  const label = button && find(button, '[data-button-text]')
  if (!button || !label) return
  const idle = label.textContent

  form.addEventListener('submit', (event) => {
    if (button.disabled || !allowed()) {
      event.preventDefault()
      return
    }
    button.disabled = true
    form.setAttribute('aria-busy', 'true')
    label.textContent = busy
  })
  // Going back can bring the page as it was left, with the button still busy.
  window.addEventListener('pageshow', () => {
    button.disabled = false
    form.removeAttribute('aria-busy')
    label.textContent = idle
  })
}

/**
 * @param {HTMLElement} form
 * @param {any} texts
 * @param {HTMLElement | null} status
 */
function startMinutes(form, texts, status) {
  const place = find(form, '[data-minutes]')
  const minutes = Number(place?.dataset.minutes)
  if (!place || !(minutes > 0)) return
  const deadline = Date.now() + minutes * 60_000
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((deadline - Date.now()) / 60_000))
    const text = left ? plural(texts.minutesLeft, left, texts.lang) : texts.timeOver
    if (place.textContent !== text) place.textContent = text
    if (left) return
    if (status) status.textContent = text
    clearInterval(timer)
  }, 1000)
}

/** @param {any} texts */
function startReturn(texts) {
  const seconds = Number(find(document, 'main')?.dataset.returnSeconds)
  const link = /** @type {HTMLAnchorElement | null} */ (find(document, '[data-testid="return"]'))
  const bar = find(document, '[data-return]')
  const text = find(document, '[data-return-text]')
  const status = find(document, '#status')
  if (Number.isNaN(seconds) || !link || !bar || !text) return

  // The result must not stay in the history: Back would land on it and be sent away again.
  const go = () => {
    text.textContent = texts.returning
    location.replace(link.href)
  }
  let left = seconds
  const tick = () => {
    if (left <= 0) {
      clearInterval(timer)
      go()
      return
    }
    text.textContent = plural(texts.returnIn, left, texts.lang)
    left -= 1
  }
  bar.hidden = false
  const timer = setInterval(tick, 1000)
  tick()
  window.addEventListener('pagehide', () => clearInterval(timer))
  find(bar, '[data-stay]')?.addEventListener('click', () => {
    clearInterval(timer)
    bar.hidden = true
    if (status) status.textContent = texts.stayed
    link.focus()
  })
}

function tellParent() {
  const result = find(document, 'main')?.dataset.widgetResult
  if (result) window.parent.postMessage(JSON.stringify({ success: result === 'true' }), '*')
}

// Absent when a test imports the rules above into Node.
if (globalThis.document) {
  const texts = JSON.parse(document.getElementById('texts')?.textContent ?? '{}')
  startForm(texts)
  startReturn(texts)
  tellParent()
}
