import { digitsOf } from './fields.js'

/**
 * @typedef {object} Edit
 * @property {string} before what the field held, formatted
 * @property {string} text what the browser made of it
 * @property {number} caret
 * @property {string} kind the inputType of the event; '' for a change by autofill or script
 */

/**
 * A field of digits after an edit: formatted, with the caret after the digit it was after.
 * @param {Edit} edit
 * @param {(text: string, erasing: boolean) => string} format
 * @returns {{ text: string, caret: number }}
 */
export function formatted({ before, text, caret, kind }, format) {
  const erasing = kind.startsWith('delete')
  let head = text.slice(0, caret)
  let tail = text.slice(caret)
  if (erasing && digitsOf(text) === digitsOf(before) && text.length < before.length) {
    // Only a separator went, and formatting would bring it back: the digit beside it was meant.
    if (kind === 'deleteContentForward') tail = tail.replace(/\d/, '')
    else head = head.replace(/\d(\D*)$/, '$1')
  }
  const next = format(head + tail, erasing)
  return { text: next, caret: caret >= text.length ? next.length : placeAfter(next, digitsOf(head).length) }
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

/**
 * Keeps a field formatted while it is edited, filled in by the browser, or brought back by it.
 * @param {HTMLInputElement} input
 * @param {(text: string, erasing: boolean) => string} format
 */
export function keepFormatted(input, format) {
  let before = input.value

  /** @param {Event} [event] */
  const apply = (event) => {
    const kind = event instanceof InputEvent ? event.inputType : ''
    const { value: text, selectionStart } = input
    const next = formatted({ before, text, caret: selectionStart ?? text.length, kind }, format)
    if (next.text !== text) {
      input.value = next.text
      if (document.activeElement === input) input.setSelectionRange(next.caret, next.caret)
    }
    before = next.text
  }

  input.addEventListener('input', apply)
  input.addEventListener('change', apply)
  window.addEventListener('pageshow', () => apply())
  apply()
}
