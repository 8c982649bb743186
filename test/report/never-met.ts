import type { CoverageView } from '../../server/readings/coverage/table.ts'

const [width, side, gap, left] = [960, 13, 4, 28]
const perRow = 26

const safe = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const text = (x: number, y: number, words: string, style = '') =>
  `<text x="${x}" y="${y}"${style}>${safe(words)}</text>`
const grey = ' fill="#5b6472"'
const code = ' class="code"'

const style = [
  'text{font:13px system-ui,sans-serif;fill:#1d2330}',
  '.title{font-size:20px;font-weight:600}',
  '.code{font-family:ui-monospace,monospace;font-size:12px;fill:#0b5cad}',
].join('')

type Row = CoverageView['behaviours'][number]

const squares = (rows: Row[], y: number): string[] =>
  rows.map(({ met }, i) => {
    const [x, down] = [350 + (i % perRow) * (side + gap), y + Math.floor(i / perRow) * (side + gap)]
    const paint = met ? 'fill="#157a4a"' : 'fill="#fff" stroke="#b8bfca"'
    return `<rect x="${x}" y="${down}" width="${side}" height="${side}" rx="3" ${paint}/>`
  })

/** A few that were never met, one of each group in turn: what a reader would try next. */
const examples = ({ uses, behaviours }: CoverageView, count: number): Row[] => {
  const groups = uses.map(({ use }) => behaviours.filter((row) => row.use === use && !row.met && row.provoke))
  const inTurn = Array.from({ length: count }, (_, i) => groups.flatMap((rows) => rows[i] ?? [])).flat()
  return inTurn.slice(0, count)
}

/** What a run met and what it never met, as a picture that needs no font and no script of its own. */
export const neverMet = (view: CoverageView): string => {
  const { met, of, percent, uses, behaviours } = view
  let y = 96
  const map = uses.flatMap(({ use, name }) => {
    const rows = behaviours.filter((row) => row.use === use)
    const drawn = [
      text(left, y + 11, name),
      text(290, y + 11, `${rows.filter((row) => row.met).length} of ${rows.length}`, grey),
      ...squares(rows, y),
    ]
    y += Math.ceil(rows.length / perRow) * (side + gap) + 12
    return drawn
  })
  const list = examples(view, 8).flatMap((row, i) => [
    text(left, y + 44 + i * 22, row.what),
    text(350, y + 44 + i * 22, (row.provoke ?? '').replace(/^epay-sandbox /, ''), code),
  ])
  const height = y + 44 + 8 * 22 + 6
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>What your tests never met</title>
<style>${style}</style>
<rect width="${width}" height="${height}" rx="10" fill="#f7f8fa"/>
${[
  text(left, 42, 'What your tests never met', ' class="title"'),
  text(left, 68, `exercised ${met} of ${of} behaviours of what you use (${percent} %)`, grey),
  ...map,
  text(left, y + 18, 'Never met, and what provokes it: npx epay-sandbox …', grey),
  ...list,
].join('\n')}
</svg>
`
}
