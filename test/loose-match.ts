import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, type CallExpression, type Expression, parse, type VariableDeclarator } from 'acorn'
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

/** What the constants of a file are, by their names; of one name all of them. */
const constantsOf = (program: AnyNode): Map<string, AnyNode[]> => {
  const constants = new Map<string, AnyNode[]>()
  full(program, (node) => {
    if (node.type !== 'VariableDeclarator') return
    const { id, init } = node as VariableDeclarator
    if (id.type === 'Identifier' && init) constants.set(id.name, [...(constants.get(id.name) ?? []), init])
  })
  return constants
}

type Named = Map<string, AnyNode[]>

const isLoose = ([found, pattern]: CallExpression['arguments'], constants: Named): boolean => {
  if (!found || !pattern) return false
  if (pattern.type === 'Identifier')
    return (constants.get(pattern.name) ?? []).some(
      (value) => value.type !== 'Identifier' && isLoose([found, value as Expression], constants),
    )
  if (pattern.type === 'ObjectExpression' || pattern.type === 'ArrayExpression') return true
  if (pattern.type === 'Literal' && typeof pattern.value !== 'string') return !('regex' in pattern)
  return isText(pattern) && word.test(nameOf(found))
}

/**
 * Every `t.match` that is given fields, a list or a number, as they are or by the name of a constant of the same
 * file, or looks for part of a word where the word is meant.
 */
export const looseMatchesOf = ({ lines }: Source): Loose[] => {
  const source = lines.join('\n')
  if (!source.includes('.match(')) return []
  const found: Loose[] = []
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' })
  const constants = constantsOf(program)
  full(program, (node) => {
    if (node.type !== 'CallExpression') return
    const call = node as CallExpression
    const isMatch = call.callee.type === 'MemberExpression' && nameOf(call.callee) === 'match'
    if (!isMatch || !isLoose(call.arguments, constants)) return
    const [, pattern] = call.arguments
    const line = source.slice(0, call.start).split('\n').length
    found.push({ line, pattern: source.slice(pattern?.start, pattern?.end).slice(0, 40) })
  })
  return found
}
