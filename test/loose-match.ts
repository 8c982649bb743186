import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, type CallExpression, parse } from 'acorn'
import { full } from 'acorn-walk'
import type { Source } from './source.ts'

interface Loose {
  line: number
  pattern: string
}

// What has one word for its value, and no sentence.
const word = /^(status(Name)?|state|outcome|verdict|kind|code)$/

const nameOf = (node: AnyNode): string => {
  if (node.type === 'ChainExpression') return nameOf(node.expression)
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' && !node.computed ? nameOf(node.property) : ''
}

const isText = (pattern: AnyNode) =>
  pattern.type === 'TemplateLiteral' || (pattern.type === 'Literal' && typeof pattern.value === 'string')

const isLoose = ([found, pattern]: CallExpression['arguments']): boolean => {
  if (!found || !pattern) return false
  if (pattern.type === 'ObjectExpression' || pattern.type === 'ArrayExpression') return true
  if (pattern.type === 'Literal' && typeof pattern.value !== 'string') return !('regex' in pattern)
  return isText(pattern) && word.test(nameOf(found))
}

/** Every `t.match` that is given fields, a list or a number, or looks for part of a word where the word is meant. */
export const looseMatchesOf = ({ lines }: Source): Loose[] => {
  const source = lines.join('\n')
  if (!source.includes('.match(')) return []
  const found: Loose[] = []
  full(parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    if (node.type !== 'CallExpression') return
    const call = node as CallExpression
    const isMatch = call.callee.type === 'MemberExpression' && nameOf(call.callee) === 'match'
    if (!isMatch || !isLoose(call.arguments)) return
    const [, pattern] = call.arguments
    const line = source.slice(0, call.start).split('\n').length
    found.push({ line, pattern: source.slice(pattern?.start, pattern?.end).slice(0, 40) })
  })
  return found
}
