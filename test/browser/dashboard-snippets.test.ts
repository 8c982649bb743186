import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { createSandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { openBrowser } from './chromium.ts'
import { openDashboard } from './dashboard.ts'

const run = promisify(execFile)
const browser = await openBrowser()
const sandbox = await createSandbox({ seed: 'dashboard' })
t.teardown(() => sandbox.close())

const open = (t: Test, hash: string) => openDashboard(t, { url: sandbox.url, browser, hash })

const snippetOn = async (t: Test, page: Page, name: string) => {
  const text = (await page.locator(`#snippet[aria-label="${name}"] pre`).textContent()) ?? ''
  t.match(text, sandbox.url, `${name} has the address of this server`)
  return text
}

const snippetOf = async (t: Test, name: string) => snippetOn(t, await open(t, `connect/${name}`), name)

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
  const page = await open(t, 'connect')
  for (const name of ['Page', 'PHP', 'Go', 'Laravel', 'WooCommerce']) {
    await page.getByRole('tab', { name, exact: true }).click()
    await snippetOn(t, page, name)
  }
})
