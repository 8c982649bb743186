import { execFile, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { printedMessages } from '../contracts/printed-messages.ts'
import { environmentOf } from '../server/client/environment.ts'
import { root } from '../server/root.ts'
import { folder } from './folder.ts'
import { linkedPackages, printed, snippets } from './snippets.ts'
import { openSandbox, tokenForm } from './world.ts'

/** What static/docs print, run as printed. */

const docs = join(root, 'static/docs/connect')
const run = promisify(execFile)

const has = (program: string) => spawnSync(program, ['--version']).status === 0

t.test('the Next.js snippet gets a token and the script’s address', async (t) => {
  const sandbox = await openSandbox(t)
  const [code = ''] = snippets('connect/nextjs.md', 'js')
  const file = join(folder(t), 'snippet.mjs')
  const fields = `const fields = ${JSON.stringify(tokenForm())}\n`
  writeFileSync(file, `${fields}${code}\nconsole.log(answer.status, script)`)
  const { stdout } = await run(process.execPath, [file], {
    env: { ...process.env, ...environmentOf(sandbox.url) },
  })
  t.equal(stdout, `200 ${sandbox.url}/payform/payment-api.js\n`)
})

t.test(
  'the Django snippet reads the addresses, where Python is installed',
  { skip: !has('python3') },
  async (t) => {
    const [code = ''] = snippets('connect/django.md', 'python')
    const env = { ...process.env, ...environmentOf('http://127.0.0.1:1') }
    const { stdout } = await run('python3', ['-c', `import os\n${code}\nprint(EPAY["OAUTH_URL"])`], { env })
    t.equal(stdout.trim(), 'http://127.0.0.1:1/epay2/oauth2/token')
  },
)

const php = { skip: !has('php') }

t.test('the WordPress snippet never turns certificate checks off, where PHP is installed', php, async (t) => {
  const [code = ''] = snippets('connect/woocommerce.md', 'php')
  const standIn = '$found = null; function add_filter($name, $change) { global $found; $found = $change; }'
  const show = 'echo json_encode($found ? $found(["sslcertificates" => "own", "timeout" => 5]) : null);'
  const withBundle = async (path: string) => {
    const { SSL_CERT_FILE, ...env } = process.env
    const script = `${standIn}${code.replace('<?php', '')}${show}`
    const { stdout } = await run('php', ['-r', script], { env: path ? { ...env, SSL_CERT_FILE: path } : env })
    return JSON.parse(stdout) as unknown
  }
  t.equal(await withBundle(''), null, 'without the variable nothing is changed')
  t.same(await withBundle('/bundle.pem'), { sslcertificates: '/bundle.pem', timeout: 5 })
})

t.test('every PHP snippet is PHP, where PHP is installed', php, async (t) => {
  for (const page of ['laravel.md', 'bitrix.md', 'woocommerce.md'])
    for (const code of snippets(`connect/${page}`, 'php')) {
      const statement = code.replace('<?php', '').trim()
      // One line of an array stands in a list of its own.
      const script = statement.endsWith(',') ? `[${statement.replace(/^\/\/.*$/m, '')}];` : statement
      const { status, stdout } = spawnSync('php', ['-l'], { input: `<?php\n${script}\n`, encoding: 'utf8' })
      t.equal(status, 0, `${page}: ${stdout}`)
    }
})

t.test('a postlink is validated with ajv as it comes, by the file of the package', async (t) => {
  const path = folder(t)
  linkedPackages(path, ['ajv', 'epay-sandbox'])
  const file = join(path, 'valid.mjs')
  writeFileSync(file, printed('with-your-tools.md', 'js'))
  const [right] = printedMessages.Postlink ?? []
  const verdictOn = (postlink: object) =>
    spawnSync(process.execPath, [file], { input: JSON.stringify(postlink), encoding: 'utf8' }).stdout.trim()
  t.equal(verdictOn(right as object), 'true')
  t.equal(verdictOn({ ...(right as object), amount: 'much' }), 'false')
})

t.test('a page that prints what no test runs says so', async (t) => {
  for (const page of readdirSync(docs)) {
    const text = readFileSync(join(docs, page), 'utf8')
    t.match(text, /run by a test|not run|Not run|is not run here|a test runs those/, page)
  }
})
