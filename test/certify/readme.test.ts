import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { folder } from '../folder.ts'
import { hasPython, shopFile } from './open.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const [, section = ''] = /\n## Certify your shop in CI\n([\s\S]*?)\n## /.exec(readme) ?? []
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? ''
const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`

t.test("the README prints the Node shop's own certify.yaml", async (t) => {
  t.equal(block('yaml'), readFileSync(shopFile('node'), 'utf8'))
})

t.test(
  'the README certifies the Python shop as printed',
  { skip: hasPython ? false : 'there is no python3' },
  async (t) => {
    const page = join(folder(t), 'certificate.html')
    const script = block('bash').replaceAll('npx epay-sandbox', cli).replaceAll('certificate.html', page)
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: root })
    t.match(stdout, /^certified: .*certificate\.html\nCERTIFIED {2}\d+ orders of events, none goes wrong\n$/)
    t.match(readFileSync(page, 'utf8'), /<h1>Certified<\/h1>/)
  },
)

t.test('the section stands between "In CI" and "More"', async (t) => {
  const places = ['\n## In CI\n', '\n## Certify your shop in CI\n', '\n## More\n'].map((title) =>
    readme.indexOf(title),
  )
  t.notOk(places.includes(-1))
  t.same(
    places,
    places.toSorted((a, b) => a - b),
  )
  t.ok(existsSync(join(root, 'fixtures/shops/python/shop.py')))
})
