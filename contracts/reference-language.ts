import type { Language } from './language.ts'
import { anchorOf, type Block, type Cell } from './reference-block.ts'
import texts from './reference-texts.json' with { type: 'json' }

/** A word or a sentence of the page, in the language of its reader. */
export type Say = (english: string) => string

// A map, not an object: a field may be called "constructor".
const table = new Map(Object.entries(texts))

/** What the table does not have is the contract's own (names, descriptions of fields, sources) and stays as it is. */
export const sayIn = (language: Language): Say =>
  language === 'eng' ? (english) => english : (english) => table.get(english)?.[language] ?? english

/** What a reader of another language has to know: the contract itself is kept in English. */
const boundary = 'Descriptions of fields and sources are in English, as the contract has them.'

/** The page in another language; a heading keeps its address. */
export const inLanguage = (blocks: Block[], language: Language): Block[] => {
  const say = sayIn(language)
  if (language === 'eng') return blocks
  const [title, ...rest] = blocks.map((block) => spoken(block, say))
  return title ? [title, { text: say(boundary) }, ...rest] : []
}

const spoken = (block: Block, say: Say): Block => {
  if ('heading' in block) return { ...block, heading: say(block.heading), anchor: anchorOf(block.heading) }
  if ('text' in block) return { text: say(block.text) }
  if ('exchanges' in block) return block
  return {
    columns: block.columns.map(say),
    rows: block.rows.map((row) => row.map((cell) => spokenCell(cell, say))),
  }
}

const spokenCell = (cell: Cell, say: Say): Cell =>
  typeof cell === 'string'
    ? say(cell)
    : cell.map((part) => (typeof part === 'string' ? part : { ...part, text: say(part.text) }))
