import { execFile } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { chromiumPath } from './chromium.ts'
import { readSpec } from './cypress.ts'
import { openPage, openTown, stopCount } from './shopping.ts'

const { sandbox, shop, browser } = await openTown(t)

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'static/docs/in-ci.md'), 'utf8')

/** The snippet that begins with the name of its file, pointed at the shop and the sandbox of this test. */
const snippet = (file: string) => {
  const [, text = ''] = new RegExp(`^\`\`\`js\\n(// ${file}[\\s\\S]*?)^\`\`\``, 'm').exec(readme) ?? []
  return text.replaceAll('http://127.0.0.1:3729', sandbox.url).replaceAll('http://127.0.0.1:8080', shop.url)
}

t.test('the document’s test for Playwright runs as printed', async (t) => {
  const use = { launchOptions: await chromiumPath() }
  const config = { testMatch: 'payment.spec.js', reporter: 'line', workers: 1, timeout: 120_000, use }
  const home = folder(t, {
    'package.json': '{ "type": "module" }',
    'playwright.config.js': `export default ${JSON.stringify(config)}`,
    'payment.spec.js': snippet('payment.spec.js').replace("'@playwright/test'", "'./slowly.js'"),
    // This machine may be slower than the seconds the receipt is shown for.
    'slowly.js': `
      import { test as base, expect as soon } from '@playwright/test'
      export const expect = soon.configure({ timeout: 60_000 })
      export const test = base.extend({
        page: async ({ page }, use) => {
          await page.clock.install({ time: 0 })
          await page.clock.pauseAt(1000)
          await use(page)
        },
      })`,
  })
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'))
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TAP'))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test'],
    { cwd: home, env: Object.fromEntries(own) },
  )
  t.match(stdout, /1 passed/)
  matches(t, await sandbox.payments(), [{ status: 'CHARGE', cardMask: '400000...0002' }])
})

t.test(
  'what the document’s test for Cypress asks for is there, in its order and on its origins',
  async (t) => {
    const tests = readSpec(snippet('payment.cy.js'))
    t.equal(tests.length, 1)
    const before = (await sandbox.payments()).length
    for (const { title, run } of tests) {
      t.comment(title)
      const page = await openPage(t, browser)
      await stopCount(page)
      await run(page)
    }
    matches(t, (await sandbox.payments()).slice(before), [
      { status: 'FAILED', reasonCode: 484 },
      { status: 'CHARGE', reasonCode: 0 },
    ])
  },
)

t.test('the driver of Cypress fails where Cypress would', async (t) => {
  const failing = async (body: string) => {
    const [test] = readSpec(`it('fails', () => { cy.visit('${shop.url}/')\n${body} })`)
    const page = await openPage(t, browser)
    page.setDefaultNavigationTimeout(40_000)
    page.setDefaultTimeout(1)
    return test?.run(page)
  }
  await t.rejects(
    failing(`cy.get('[data-testid=nothing]').click()`),
    /cy\.get\('\[data-testid=nothing\]'\)\.click\(\)/,
  )
  await t.rejects(failing(`cy.get('h1').should('look.good')`), /does not know should\('look\.good'\)/)
  await t.rejects(
    failing(`const name = 'h1'; cy.origin('${shop.url}', () => { cy.get(name).click() })`),
    /name is not defined/,
  )
})
