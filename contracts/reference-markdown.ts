import type { Block, Cell, Linked, ReferenceExchange } from './reference-block.ts'

/** The reference page as Markdown. */
export const toMarkdown = (blocks: Block[]): string => `${blocks.map(say).join('\n\n')}\n`

const say = (block: Block): string => {
  if ('heading' in block) return `${'#'.repeat(block.level)} ${block.heading}`
  if ('text' in block) return block.text
  if ('exchanges' in block) return block.exchanges.map(exchange).join('\n\n')
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const rows = block.rows.map(([first = '', ...rest]) => line([code(first), ...rest.map(cell)]))
  return [line(block.columns), line(block.columns.map(() => '---')), ...rows].join('\n')
}

const exchange = ({ summary, request, answer }: ReferenceExchange): string =>
  [`**${safe(summary)}**`, ...[request, answer].map((text) => `\`\`\`http\n${text}\n\`\`\``)].join('\n\n')

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
