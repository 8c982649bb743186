import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { chromiumPath } from '../browser/chromium.ts'
import { folder } from '../folder.ts'
import { root } from '../source.ts'
import { install, pack } from './packed.ts'

/** The suites of fixtures/suites in a user's folder, against the package as it is published. */
const home = folder(t)
const shop = join(home, 'shop')
const run = await install(shop, [(await pack(home)).tarball])
const suites = join(root, 'fixtures/suites')
for (const name of readdirSync(suites)) copyFileSync(join(suites, name), join(shop, name))
for (const name of ['tap', 'vitest', '@playwright']) {
  symlinkSync(join(root, 'node_modules', name), join(shop, 'node_modules', name))
}
const bin = (name: string) => join(root, 'node_modules/.bin', name)

t.test('under node:test', async (t) => {
  t.match(await run('node', ['--test', 'node-test.test.js']), /pass 2\n/)
})

t.test('under tap', async (t) => {
  t.match(await run('node', ['tap.test.js']), /# \{ total: 4, pass: 4 \}/)
})

t.test(
  'under Vitest, which also speaks Jest’s language well enough to run the text of its suite',
  async (t) => {
    // By its own configuration Vitest looks for modules only.
    const config = "{ test: { globals: true, include: ['vitest.test.js', 'jest.test.cjs'] } }"
    writeFileSync(join(shop, 'vitest.config.js'), `export default ${config}`)
    t.match(await run(bin('vitest'), ['run'], { NO_COLOR: '1' }), /Tests +4 passed/)
  },
)

t.test('under Playwright, in a browser', async (t) => {
  const use = { launchOptions: await chromiumPath(), testIdAttribute: 'data-testid' }
  const config = { testMatch: 'playwright.spec.js', reporter: 'line', workers: 1, use }
  writeFileSync(join(shop, 'playwright.config.js'), `export default ${JSON.stringify(config)}`)
  t.match(await run(bin('playwright'), ['test']), /2 passed/)
})
