import type { Block, Cell, Linked } from './reference.ts'

/** The reference page as Markdown. */
export const toMarkdown = (blocks: Block[]): string => `${blocks.map(say).join('\n\n')}\n`

const say = (block: Block): string => {
  if ('heading' in block) return `${'#'.repeat(block.level)} ${block.heading}`
  if ('text' in block) return block.text
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rows = block.rows.map(([first = '', ...rest]) => line([code(first), ...rest.map(cell)]))
  return [line(block.columns), line(block.columns.map(() => '---')), ...rows].join('\n')
}

const cell = (content: Cell): string =>
  typeof content === 'string' ? safe(content) : content.map(piece).join('')

const piece = (part: string | Linked): string =>
  typeof part === 'string' ? safe(part) : `[${safe(part.text)}](${part.link})`

// A cell is one line; a bar would end it, and what looks like a tag would become one.
const safe = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/[|*_<]/g, '\\$&')
    .replaceAll('\n', '<br>')

const code = (content: Cell): string =>
  String(content)
    .split('\n')
    .map((part) => `\`${part.replaceAll('|', '\\|')}\``)
    .join('<br>')
