import { readFile } from 'node:fs/promises'
import t from 'tap'
import { type Operation, operations } from '../../contracts/operations.ts'
import { toSupport } from '../../contracts/support.ts'
import { supportPage } from '../../server/package/publish.ts'

t.test('the page of what is emulated is what the table of operations says now', async (t) => {
  t.equal(await readFile(supportPage, 'utf8'), toSupport())
})

t.test('every row is whole, or says what is not; what is missing says why', async (t) => {
  const [emulated = '', missing = ''] = toSupport().split('## Not emulated')
  const rowsOf = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| what'))
      .map((line) => line.split(' | '))
  const rows = rowsOf(emulated)
  t.ok(rows.length > Object.keys(operations).length, 'and the pages')
  for (const [what = '', , here = '', known = '', from = ''] of rows) {
    t.match(here, /^(whole|in part: .{10,})$/, what)
    t.match(known, /^(documented|observed|assumed)/, what)
    t.ok(from.length > 3, what)
  }
  t.match(emulated, /## Page[\s\S]*`GET payform\/`[\s\S]*`GET login`/)
  for (const [what = '', , why = ''] of rowsOf(missing)) t.ok(why.length > 20, what)
})

t.test('each operation has its row, and nothing is both there and missing', async (t) => {
  const [emulated = '', missing = ''] = toSupport().split('## Not emulated')
  for (const { method, paths, summary } of Object.values(operations as Record<string, Operation>)) {
    const [path = ''] = paths
    t.ok(emulated.includes(`| ${summary} | \`${method} ${path.slice(1)}\` |`), summary)
    // Wallets come through cryptopay, which itself is there.
    if (path !== '/payment/cryptopay') t.notOk(missing.includes(`\`${path.slice(1)}\``), path)
  }
})
