import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { openBrowser } from './chromium.ts'
import { openDashboard } from './dashboard.ts'

const run = promisify(execFile)
const browser = await openBrowser()
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())

const snippetOf = async (t: Parameters<typeof openDashboard>[0], name: string) => {
  const page = await openDashboard(t, { url: sandbox.url, browser, hash: `connect/${name}` })
  const text = (await page.getByTestId('snippet').locator('pre').textContent()) ?? ''
  t.match(text, sandbox.url, `${name} has the address of this server`)
  return text
}

t.test('the snippet for Node gets a token as printed', async (t) => {
  const path = folder(t, { 'snippet.mjs': await snippetOf(t, 'Node') })
  const { stdout } = await run('node', [join(path, 'snippet.mjs')])
  t.match(stdout, /^\S{20,}\n$/)
})

const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
)

t.test('the snippet for Python gets a token as printed', { skip: !hasPython && 'no Python' }, async (t) => {
  const path = folder(t, { 'snippet.py': await snippetOf(t, 'Python') })
  const { stdout } = await run('python3', [join(path, 'snippet.py')])
  t.match(stdout, /^\S{20,}\n$/)
})

t.test('every other snippet has the address of this server', async (t) => {
  for (const name of ['Page', 'PHP', 'Go', 'Laravel', 'WooCommerce']) await snippetOf(t, name)
})
