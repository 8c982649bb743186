/**
 * Every text of the dashboard goes through here: English stands in the code, and is the key of the other two in texts/.
 * The server sends the texts of one language with the page, and none for English.
 *
 * @typedef {Record<string, unknown>} Gaps what stands in `{name}`
 */

/** BCP 47. */
export const lang = document.documentElement.lang || 'en'

/** As the bank spells it. @type {'rus' | 'kaz' | 'eng'} */
export const language = lang === 'ru' ? 'rus' : lang === 'kk' ? 'kaz' : 'eng'

/** @type {Record<string, string | Record<string, string>>} */
const texts = JSON.parse(document.getElementById('texts')?.textContent || '{}')
const plurals = new Intl.PluralRules(lang)

/** @param {string} text @param {Gaps} gaps */
const filled = (text, gaps) => text.replace(/\{(\w+)\}/g, (gap, name) => String(gaps[name] ?? gap))

/** @param {string} text @param {Gaps} [gaps] */
export const t = (text, gaps = {}) => filled(String(texts[text] ?? text), gaps)

/**
 * A text with a number in it, `{n}`.
 * @param {number} n @param {string} one @param {string} many @param {Gaps} [gaps]
 */
export const tn = (n, one, many, gaps = {}) => {
  const forms = texts[many] ?? (n === 1 ? one : many)
  const text = typeof forms === 'string' ? forms : (forms[plurals.select(n)] ?? forms.other)
  return filled(text ?? many, { ...gaps, n })
}

/**
 * A text with elements in it.
 * @param {string} text @param {Record<string, Node | string>} gaps @returns {(string | Node)[]}
 */
export const rich = (text, gaps) =>
  t(text)
    .split(/(\{\w+\})/)
    .map((part) => gaps[part.slice(1, -1)] ?? part)
