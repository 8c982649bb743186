/** Places in a rule that have a field of their own in the form; all else of the table stands under "More". */
export const laidOut = new Set([
  ...['operation', 'invoiceId', 'card', 'accountId', 'amount', 'attempt', 'holder'].map(
    (name) => `when.${name}`,
  ),
  ...['approve', 'reasonCode', 'threeDS', 'answer', 'delayMs', 'visibleAfter'].map((name) => `then.${name}`),
  ...['delayMs', 'copies', 'lost', 'late', 'reorder', 'forged', 'corrupt'].map(
    (name) => `then.postlink.${name}`,
  ),
  'times',
])

/** What else a rule can say. @template {{ path: string }} Field @param {Field[]} fields @returns {Field[]} */
export const otherFields = (fields) => fields.filter(({ path }) => !laidOut.has(path))

/** @param {string} kind @param {string} text */
export const readField = (kind, text) => {
  if (kind === 'switch') return true
  if (kind === 'number') return Number(text)
  if (kind === 'list') return text.split(',').map((word) => word.trim())
  try {
    return kind === 'json' ? JSON.parse(text) : text
  } catch {
    return text
  }
}

/** @param {any} rule @param {string} path @param {unknown} value */
export const put = (rule, path, value) => {
  const names = path.split('.')
  const last = names.pop() ?? ''
  for (const name of names) {
    rule[name] ??= {}
    rule = rule[name]
  }
  rule[last] = value
}
