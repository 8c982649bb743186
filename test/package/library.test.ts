import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { chromiumPath } from '../browser/chromium.ts'
import { figuresPrinted, type Suite, suiteFigures } from '../coverage-figures.ts'
import { root } from '../source.ts'
import { installed } from './packed.ts'

/** The library in a user’s folder, as it is published: the suites of fixtures/suites, and its types. */
const { shop, run } = await installed()
const suites = join(root, 'fixtures/suites')
for (const name of readdirSync(suites)) copyFileSync(join(suites, name), join(shop, name))
for (const name of ['tap', 'vitest', '@playwright']) {
  symlinkSync(join(root, 'node_modules', name), join(shop, 'node_modules', name))
}
const bin = (name: string) => join(root, 'node_modules/.bin', name)

/** What a suite printed of the bank, as the document says it. */
const printed = (t: Test, names: Suite[], output: string) =>
  t.same(
    figuresPrinted(output).toSorted(),
    names.map((name) => suiteFigures()[name]).toSorted(),
    'static/docs/in-ci.md says what each suite prints',
  )

t.test('under node:test', async (t) => {
  const output = await run('node', ['--test', 'node-test.test.js'])
  t.match(output, /pass 3\n/)
  printed(t, ['node:test'], output)
})

t.test('under tap', async (t) => {
  const output = await run('node', ['tap.test.js'])
  t.match(output, /# \{ total: 6, pass: 6 \}/)
  printed(t, ['tap'], output)
})

t.test(
  'under Vitest, which also speaks Jest’s language well enough to run the text of its suite',
  async (t) => {
    // By its own configuration Vitest looks for modules only.
    const config = "{ test: { globals: true, include: ['vitest.test.js', 'jest.test.cjs'] } }"
    writeFileSync(join(shop, 'vitest.config.js'), `export default ${config}`)
    const output = await run(bin('vitest'), ['run'], { NO_COLOR: '1' })
    t.match(output, /Tests +4 passed/)
    printed(t, ['Vitest', 'Jest'], output)
  },
)

t.test('under Playwright, in a browser', async (t) => {
  const use = { launchOptions: await chromiumPath(), testIdAttribute: 'data-testid' }
  const config = { testMatch: 'playwright.spec.js', reporter: 'line', workers: 1, use }
  writeFileSync(join(shop, 'playwright.config.js'), `export default ${JSON.stringify(config)}`)
  const output = await run(bin('playwright'), ['test'])
  t.match(output, /2 passed/)
  printed(t, ['Playwright'], output)
})

t.test('strict TypeScript of a user knows the library', async (t) => {
  const use = `
    import { createSandbox, type Sandbox, type SandboxOptions } from 'epay-sandbox'
    const options: SandboxOptions = { dialect: 'observed', quirks: { expiresIn: 'number' }, clock: new Date(0) }
    const bank: Sandbox = await createSandbox(options)
    const rule = await bank.rules.add({ when: { invoiceId: '1' }, then: { reasonCode: 484 }, times: 1 })
    const [payment] = await bank.payments()
    const { attempts } = await bank.waitForPostlink('1', { timeoutMs: 5 })
    export const told: [string, string | undefined, number] = [rule.id, payment?.status, attempts.length]
    // @ts-expect-error there is no such dialect
    await createSandbox({ dialect: 'imagined' })
    // @ts-expect-error a reason code is a number
    await bank.rules.add({ then: { reasonCode: '484' } })`
  writeFileSync(join(shop, 'use.mts'), use)
  // Without a browser's own declarations, which are most of what a compiler would check.
  const language = ['--target', 'es2024', '--lib', 'es2024']
  const strict = ['--ignoreConfig', '--strict', '--noEmit', '--singleThreaded', ...language]
  const nodes = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')]
  const check = (...how: string[]) =>
    run(bin('tsc'), [...strict, ...nodes, ...how, 'use.mts']).catch(({ stdout }) => stdout)
  t.equal(await check('--module', 'nodenext', '--skipLibCheck', 'false'), '')
  t.equal(await check('--module', 'preserve', '--skipLibCheck'), '')
})
