import { anchorOf, type Block, type Cell } from './reference-block.ts'

/** One row of the reference that answers a question, with the heading it stands under and the names of its columns. */
export interface Found {
  section: string
  /** Where that heading stands on the page. */
  anchor: string
  row: Record<string, string>
}

const textOf = (cell: Cell): string =>
  typeof cell === 'string' ? cell : cell.map((part) => (typeof part === 'string' ? part : part.text)).join('')

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []

function* rowsOf(blocks: Block[]): Generator<Found> {
  const path: string[] = []
  let anchor = ''
  for (const block of blocks) {
    if ('heading' in block) {
      path.splice(block.level - 1, path.length, block.heading)
      anchor = block.anchor ?? anchorOf(block.heading)
    }
    if (!('columns' in block)) continue
    for (const cells of block.rows) {
      const named = block.columns.map((column, i): [string, string] => [column, textOf(cells[i] ?? '')])
      yield {
        section: path.slice(1).join(' / '),
        anchor,
        row: Object.fromEntries(named.filter(([, text]) => text)),
      }
    }
  }
}

const weights = [4, 2, 1]

/** The word itself, or half as much a word that begins so: people type until they see what they want. */
const closeness = (part: Set<string>, word: string): number => {
  if (part.has(word)) return 1
  return word.length > 2 && [...part].some((one) => one.startsWith(word)) ? 0.5 : 0
}

/** A word of the first column, or of the heading, says most of what a row is about. */
const scoreOf = ({ section, row }: Found, wanted: string[]): number => {
  const [title = '', ...rest] = Object.values(row)
  const parts = [title, section, rest.join(' ')].map((text) => new Set(wordsOf(text)))
  const worth = (word: string) =>
    parts.reduce((sum, part, index) => sum + closeness(part, word) * (weights[index] ?? 0), 0)
  const found = wanted.map(worth)
  // All of the words beat many of one.
  return found.reduce((sum, one) => sum + one, 0) + 10 * found.filter((one) => one > 0).length
}

/** The rows that say most about these words, best first. */
export const searchReference = (blocks: Block[], words: string, limit: number): Found[] => {
  const wanted = [...new Set(wordsOf(words))]
  return [...rowsOf(blocks)]
    .map((found) => ({ found, score: scoreOf(found, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ found }) => found)
}
