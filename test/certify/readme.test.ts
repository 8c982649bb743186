import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { folder } from '../folder.ts'
import { share } from '../share.ts'
import { hasPython, shopFile } from './open.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const section = readFileSync(join(root, 'static/docs/certify-in-ci.md'), 'utf8')
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? ''
const few = '--only success-once,wrong-secret,same-postlink-twice'
const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`

t.test("the document prints the Node shop's own certify.yaml", async (t) => {
  t.equal(block('yaml'), readFileSync(shopFile('node'), 'utf8'))
})

t.test(
  'the document certifies the Python shop as printed',
  { skip: hasPython ? false : 'there is no python3' },
  async (t) => {
    const page = join(folder(t), 'certificate.html')
    const script = block('bash')
      .replaceAll('npx epay-sandbox', cli)
      .replaceAll('certificate.html', page)
      // shops.test.ts puts this shop to all the cases.
      .replace('--format html', share === 1 ? '--format html' : `${few} --format html`)
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: root })
    t.match(stdout, /^certified: .*certificate\.html\nCERTIFIED {2}\d+ orders of events, none goes wrong\n$/)
    t.match(readFileSync(page, 'utf8'), /<h1>Certified<\/h1>/)
  },
)
