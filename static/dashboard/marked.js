import { h } from './dom.js'
import { counted } from './text.js'

/**
 * JSON as it is read, each field with how well it is known.
 *
 * @typedef {{ level: string, source: string }} Provenance
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

/** @param {Provenance | undefined} known */
const mark = (known) =>
  known &&
  known.level !== 'documented' &&
  h('span', { class: 'mark', 'data-level': known.level, title: known.source }, known.level)

/** @param {Line[]} lines @param {Record<string, Provenance>} fields */
const legend = (lines, fields) => {
  const paths = [...new Set(lines.map(({ path }) => path))].filter((path) => fields[path])
  const told = paths.filter((path) => fields[path]?.level !== 'documented')
  if (paths.length === 0) return undefined
  const count = (/** @type {string} */ level) => paths.filter((path) => fields[path]?.level === level).length
  const counts = ['documented', 'observed', 'assumed'].filter((level) => count(level) > 0)
  const words = `${counted(paths.length, 'field')}: ${counts.map((level) => `${count(level)} ${level}`).join(', ')}`
  if (told.length === 0) return h('p', { class: 'soft known' }, words)
  return h('details', { class: 'raw known', 'data-part': 'known', 'data-testid': 'known' }, [
    h('summary', {}, words),
    h(
      'ul',
      { class: 'assumed' },
      told.map((path) =>
        h(
          'li',
          {},
          h('code', {}, path),
          ` ${fields[path]?.level}: `,
          h('span', { class: 'soft' }, fields[path]?.source),
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
