import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { folder } from './folder.ts'
import { openSandbox } from './world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const run = promisify(execFile)

const snippets = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  )

const cli = `node --disable-warning=ExperimentalWarning ${join(root, 'server/cli.ts')}`

t.test('the README shows in its order what a newcomer needs', async (t) => {
  const order = [
    'npm ci && npm start',
    'npm ci && npm test',
    '## A payment in 60 seconds',
    '![',
    '## Point your integration at it',
    '## Connect',
    '## Force any outcome',
    '## In CI',
  ].map((part) => readme.indexOf(part))
  t.notOk(order.includes(-1))
  t.same(
    order,
    [...order].sort((a, b) => a - b),
  )
})

t.test('every shell snippet of the README runs as printed', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  const env = { ...process.env, EPAY_SANDBOX_URL: sandbox.url, EPAY_SANDBOX_DATA_DIR: folder(t) }
  for (const snippet of snippets('sh')) {
    const script = snippet
      .replaceAll('npx epay-sandbox', cli)
      .replaceAll('http://127.0.0.1:3729', sandbox.url)
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { env, cwd: root })
    t.not(stdout.trim(), '', snippet)
    if (snippet.includes('payments list')) t.match(stdout, /100000001\s+CHARGE\s+1000 KZT/)
    if (snippet.includes('codes 484')) t.match(stdout, /4000000004840007/)
  }
})

t.test('the JavaScript snippet of the README runs as printed', async (t) => {
  const [snippet = ''] = snippets('js')
  const file = join(mkdtempSync(join(tmpdir(), 'readme-')), 'snippet.mjs')
  writeFileSync(file, snippet.replace("'epay-sandbox'", `'${join(root, 'server/sandbox.ts')}'`))
  const { stdout } = await run('node', [file])
  t.match(stdout, /\[\] \[\]/)
})

t.test('every file the README links to is there', async (t) => {
  for (const [, path = ''] of readme.matchAll(/\]\(([^)#]+)\)/g)) {
    if (/^https?:/.test(path)) continue
    t.doesNotThrow(() => readFileSync(join(root, path)), path)
  }
})
