// Making the rules of a language costs more than a page.
/** @type {Map<string, Intl.PluralRules>} */
const made = new Map()

/** @param {string} lang */
const rulesOf = (lang) => {
  const rules = made.get(lang) ?? new Intl.PluralRules(lang)
  made.set(lang, rules)
  return rules
}

/**
 * The wording that fits a number in a language, with the number put in place of {n}.
 * @param {{ zero?: string, one?: string, two?: string, few?: string, many?: string, other: string }} forms
 * @param {number} n
 * @param {string} lang a BCP 47 tag, as in <html lang>
 * @returns {string}
 */
export const plural = (forms, n, lang) =>
  (forms[rulesOf(lang).select(n)] ?? forms.other).replaceAll('{n}', String(n))
