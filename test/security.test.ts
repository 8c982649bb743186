import { existsSync } from 'node:fs'
import t from 'tap'
import { read, root } from './source.ts'

const { lines } = read('SECURITY.md')
/** Tables that end with what tests hold: their rows, cell by cell. */
const rows = lines
  .filter((line) => /^\| .*\|$/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
const claims = rows.filter((cells) => /^`[\w/-]+`(, `[\w/-]+`)*$/.test(cells.at(-1) ?? ''))

t.test('every claim of SECURITY.md names the tests that hold it, and each of them is there', async (t) => {
  const heads = ['claim', 'store']
  for (const head of heads) {
    const first = rows.findIndex(([cell]) => cell === head)
    t.ok(first >= 0, `the table of each ${head}`)
    t.match(rows[first]?.at(-1), /test$/)
  }
  t.ok(claims.length > 20)
  for (const cells of claims)
    for (const [, name] of cells.at(-1)?.matchAll(/`([^`]+)`/g) ?? [])
      t.ok(existsSync(`${root}test/${name}.test.ts`), `${name} holds: ${cells[0]}`)
  const tabled = rows.slice(rows.findIndex(([cell]) => cell === 'claim'))
  const bare = tabled.filter((cells) => !claims.includes(cells) && !/^[:-]+$/.test(cells[0] ?? ''))
  t.strictSame(
    bare.map(([cell]) => cell),
    heads,
    'no row is without one',
  )
})

t.test('everything that it defends against is in a row', async (t) => {
  const section = lines.join('\n').split('## What it defends against')[1]?.split('\nEach claim')[0] ?? ''
  const defended = [...section.matchAll(/^- \*\*(.+?)\.?\*\*/gm)].map(([, name = '']) => name)
  t.ok(defended.length >= 7)
  const words: Record<string, RegExp> = {
    'Pages of other sites': /page of another site/,
    'Postlinks as a way in (SSRF)': /near addresses alone/,
    'Text that would run': /does not run/,
    'Input without measure': /input has a measure/,
    'Secrets where they can be read': /no card number, token or secret/,
    'Text that would command a terminal': /command a terminal/,
    'Its dependencies': /dependencies are audited/,
  }
  t.strictSame(defended, Object.keys(words), 'a new one gets its row')
  for (const [name, pattern] of Object.entries(words))
    t.ok(
      claims.some(([claim = '']) => pattern.test(claim)),
      name,
    )
})
