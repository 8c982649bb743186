import { h } from './dom.js'
import { t, tn } from './speech.js'

/**
 * JSON as it is read, each field with how well it is known.
 *
 * @typedef {{ level: string, grade: string, source: string, sources: { title: string, link: string }[] }} Provenance
 * @typedef {{ text: string, path: string }} Line
 */

/** @param {unknown} value @param {string} path @param {string} lead @param {string} tail @returns {Line[]} */
const linesOf = (value, path, lead, tail) => {
  const indent = /^ */.exec(lead)?.[0] ?? ''
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return [{ text: `${lead}${JSON.stringify(value)}${tail}`, path }]
  const isList = Array.isArray(value)
  const parts = Object.entries(value)
  return [
    { text: `${lead}${isList ? '[' : '{'}`, path },
    ...parts.flatMap(([name, one], i) => {
      const inner = isList ? `${path}[]` : path === '' ? name : `${path}.${name}`
      const start = `${indent}  ${isList ? '' : `${JSON.stringify(name)}: `}`
      return linesOf(one, inner, start, i === parts.length - 1 ? '' : ',')
    }),
    { text: `${indent}${isList ? ']' : '}'}${tail}`, path: '' },
  ]
}

/** How well a thing is known, with links to where it is written. @param {Provenance | undefined} known */
export const knownNodes = (known) => {
  if (!known) return 'assumed'
  const { level, grade, source, sources } = known
  const links = sources.map(({ title, link }) => h('a', { href: link, rel: 'noreferrer' }, title))
  const note = source.slice(sources.map(({ title }) => title).join('; ').length)
  const spaced = links.flatMap((link, i) => (i === 0 ? [link] : ['; ', link]))
  return [`${t(level)}${grade === 'none' ? '' : ` (${grade})`}: `, ...spaced, note]
}

/** @param {Provenance | undefined} known */
const mark = (known) =>
  known &&
  known.level !== 'documented' &&
  h('span', { class: 'mark', 'data-level': known.level, title: known.source }, t(known.level))

/** @param {Line[]} lines @param {Record<string, Provenance>} fields */
const legend = (lines, fields) => {
  const paths = [...new Set(lines.map(({ path }) => path))].filter((path) => fields[path])
  const shown = paths.filter((path) => fields[path]?.level !== 'documented')
  if (paths.length === 0) return undefined
  const count = (/** @type {string} */ level) => paths.filter((path) => fields[path]?.level === level).length
  const counts = ['documented', 'observed', 'assumed'].filter((level) => count(level) > 0)
  const words = tn(paths.length, '{n} field: {levels}', '{n} fields: {levels}', {
    levels: counts.map((level) => `${t(level)} ${count(level)}`).join(', '),
  })
  if (shown.length === 0) return h('p', { class: 'soft known' }, words)
  return h('details', { class: 'raw known', 'data-part': 'known', 'data-testid': 'known' }, [
    h('summary', {}, words),
    h(
      'ul',
      { class: 'assumed' },
      shown.map((path) =>
        h(
          'li',
          {},
          h('code', {}, path),
          ' ',
          h('span', { class: 'soft', lang: 'en' }, knownNodes(fields[path])),
        ),
      ),
    ),
  ])
}

/** @param {unknown} value @param {Record<string, Provenance>} [fields] by their path */
export const marked = (value, fields = {}) => {
  const lines = linesOf(value, '', '', '')
  return [
    h(
      'pre',
      { tabindex: '0' },
      lines.map(({ text, path }) => [text, mark(fields[path]), '\n']),
    ),
    legend(lines, fields),
  ]
}
