/** @typedef {'pan' | 'expiry' | 'cvc' | 'holder'} Field */

// The rules of contracts/card.ts once more, for the browser: a test holds the two against each other.

/** @type {Field[]} */
export const fieldNames = ['pan', 'expiry', 'cvc', 'holder']

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

/** @param {string} text */
export const formatCvc = (text) => digitsOf(text).slice(0, 4)

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
