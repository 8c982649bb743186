import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, parse } from 'acorn'
import { full } from 'acorn-walk'

/** One small change of a source that some test should notice. */
export interface Mutant {
  file: string
  line: number
  start: number
  end: number
  was: string
  instead: string
}

const swapped: Record<string, string> = {
  ...{ '===': '!==', '!==': '===', '==': '!=', '!=': '==', '<': '<=', '<=': '<', '>': '>=', '>=': '>' },
  ...{
    '+': '-',
    '-': '+',
    '*': '/',
    '/': '*',
    '%': '*',
    '&&': '||',
    '||': '&&',
    '??': '&&',
    '&': '|',
    '|': '&',
  },
  ...{ '+=': '-=', '-=': '+=', '++': '--', '--': '++', '??=': '=', '||=': '&&=', '&&=': '||=' },
}
const otherMethod: Record<string, string> = {
  ...{ some: 'every', every: 'some', startsWith: 'endsWith', endsWith: 'startsWith', min: 'max', max: 'min' },
  ...{ toLowerCase: 'toUpperCase', toUpperCase: 'toLowerCase', find: 'findLast', indexOf: 'lastIndexOf' },
}

type Change = [start: number, end: number, instead: string]

/** What the nodes of the tree may become. Strings and regular expressions are left alone. */
const changesOf = (node: AnyNode, source: string): Change[] => {
  const operator = (after: number, sign: string): Change[] => {
    const at = source.indexOf(sign, after)
    return swapped[sign] ? [[at, at + sign.length, swapped[sign]]] : []
  }
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operator(node.left.end, node.operator)
    case 'UpdateExpression':
      return operator(node.prefix ? node.start : node.argument.end, node.operator)
    case 'UnaryExpression':
      return node.operator === '!' ? [[node.start, node.start + 1, '']] : []
    case 'IfStatement':
    case 'ConditionalExpression':
      return ['true', 'false'].map((instead): Change => [node.test.start, node.test.end, instead])
    case 'Literal':
      if (typeof node.value === 'boolean') return [[node.start, node.end, String(!node.value)]]
      return typeof node.value === 'number' ? [[node.start, node.end, String(node.value + 1)]] : []
    case 'ArrayExpression':
      return node.elements.length > 0 ? [[node.start, node.end, '[]']] : []
    case 'ArrowFunctionExpression':
      if (node.body.type !== 'BlockStatement')
        return [[node.body.start, node.body.end, '(undefined as never)']]
      return node.body.body.length > 0 ? [[node.body.start, node.body.end, '{}']] : []
    case 'MemberExpression': {
      const { property } = node
      const name = property.type === 'Identifier' && !node.computed ? property.name : ''
      const other = Object.hasOwn(otherMethod, name) ? otherMethod[name] : undefined
      return other ? [[property.start, property.end, other]] : []
    }
    default:
      return []
  }
}

/** Every mutant of a file, in the order of its text. */
export const mutantsOf = (file: string, source: string): Mutant[] => {
  const script = stripTypeScriptTypes(source)
  // Types become blanks, so that a place in one is the same place in the other.
  if (script.length !== source.length) throw new Error(`${file}: its types cannot be stripped in place`)
  const changes: Change[] = []
  full(parse(script, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    changes.push(...changesOf(node as AnyNode, script))
  })
  return changes
    .map(([start, end, instead]) => ({
      ...{ file, start, end, instead, was: source.slice(start, end) },
      line: source.slice(0, start).split('\n').length,
    }))
    .sort((one, other) => one.start - other.start || one.end - other.end)
}

export const mutated = (source: string, { start, end, instead }: Mutant): string =>
  source.slice(0, start) + instead + source.slice(end)
