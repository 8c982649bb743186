import { readFile } from 'node:fs/promises'
import t from 'tap'
import { type Operation, operations } from '../../contracts/operations.ts'
import { toSupport } from '../../contracts/support.ts'
import { supportPage } from '../../server/package/publish.ts'

t.test('the page of what is emulated is what the table of operations says now', async (t) => {
  t.equal(await readFile(supportPage, 'utf8'), toSupport())
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
