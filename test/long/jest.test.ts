import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { figuresPrinted, suiteFigures } from '../coverage-figures.ts'
import { install, packed } from '../package/packed.ts'
import { root } from '../source.ts'

/** The suite for Jest under Jest itself, which is fetched here and not kept: `npm test` reads it with Vitest. */

// What is fetched takes its time.
t.setTimeout(900_000)

t.test('under Jest, with the package as it is published', async (t) => {
  const { home, tarball } = await packed()
  const shop = join(home, 'jest')
  const run = await install(shop, [tarball, 'jest@30'])
  for (const name of ['jest.test.cjs', 'merchant.cjs'])
    copyFileSync(join(root, 'fixtures/suites', name), join(shop, name))
  // By its own configuration Jest looks for .js and .ts only.
  const config = JSON.stringify({ testMatch: ['**/jest.test.cjs'], moduleFileExtensions: ['js', 'cjs'] })
  // Everything it has to say goes to stderr.
  const output = await run('sh', ['-c', `node_modules/.bin/jest --ci --config '${config}' 2>&1`])
  t.match(output, /Tests: +2 passed/)
  t.same(figuresPrinted(output), [suiteFigures().Jest], 'static/docs/in-ci.md says what it prints')
})
