import type { Document, LineCounter } from 'yaml'
import type { Violation } from '../../contracts/reader.ts'

interface Node {
  items?: unknown[]
  range?: [number, number, number] | null
}
interface Pair {
  key?: Node & { value?: unknown }
  value?: Node | null
}

/**
 * Where in the text a violation is: at the name of a field when the name is wrong or more fields are in it, at its
 * value otherwise; what is absent is looked for where its owner begins.
 */
export const offsetOf = (document: Document.Parsed, { where, got }: Violation): number => {
  let node: Node | null | undefined = document.contents
  let offset = node?.range?.[0] ?? 0
  for (const name of where.split('.')) {
    const items: unknown[] = node?.items ?? []
    const pair = items.find((item) => String((item as Pair)?.key?.value) === name) as Pair | undefined
    node = pair ? pair.value : (items[Number(name)] as Node | undefined)
    const atName = pair && (got === 'an unknown field' || !node?.range || node.items)
    const written = atName ? pair.key : node
    if (!written?.range) break
    offset = written.range[0]
  }
  return offset
}

export const lineAndColumn = (lines: LineCounter, offset: number): string => {
  const { line, col } = lines.linePos(offset)
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`
}
