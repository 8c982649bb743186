import { t } from './speech.js'
import { dayTime } from './text.js'

/** @type {Record<string, string>} */
export const outcomeWords = {
  failed: t('failed'),
  unproven: t('not proven'),
  skipped: t('skipped'),
  passed: t('passed'),
}
/** @type {Record<string, string>} */
const countWords = {
  failed: '{n} failed',
  unproven: '{n} not proven',
  skipped: '{n} skipped',
  passed: '{n} passed',
}

/** `1 failed, 36 passed` @param {Record<string, number>} counts */
export const countsText = (counts) =>
  Object.entries(countWords)
    .filter(([outcome]) => (counts[outcome] ?? 0) > 0)
    .map(([outcome, text]) => t(text, { n: counts[outcome] }))
    .join(', ') || t('nothing was looked at')

/** @param {string} at */
export const whenText = (at) => (Number.isNaN(Date.parse(at)) ? at : dayTime(Date.parse(at)))
