import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { publishedFolder } from '../../server/package/publish.ts'
import { openSandbox } from '../world.ts'

/** What static/docs/with-your-tools.md says, done with the tools of others: they are fetched here, not kept. */

const page = readFileSync(new URL('../../static/docs/with-your-tools.md', import.meta.url), 'utf8')
const snippet = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? ''
const run = promisify(execFile)

t.test('a typed client is made in one command, compiles, and plays a story', async (t) => {
  const folder = t.testdir({ 'package.json': '{"private":true,"type":"module"}' })
  const bin = (name: string) => join(folder, 'node_modules/.bin', name)
  // Their TypeScript, not ours: openapi-typescript needs the compiler written in JavaScript.
  const tools = ['openapi-typescript@7', 'openapi-fetch@0.17', 'typescript@5']
  await run('npm', ['i', '--no-audit', '--no-fund', '--silent', ...tools], { cwd: folder })
  await run(bin('openapi-typescript'), [
    join(publishedFolder, 'openapi.json'),
    '-o',
    join(folder, 'epay.d.ts'),
  ])
  writeFileSync(join(folder, 'story.ts'), snippet('ts'))
  writeFileSync(
    join(folder, 'env.d.ts'),
    'declare const process: { env: Record<string, string | undefined> }\n',
  )
  const strict =
    '--noEmit --strict --skipLibCheck --allowImportingTsExtensions --module nodenext --target es2022'
  const files = ['--lib', 'es2023,dom,dom.iterable', 'env.d.ts', 'story.ts']
  await run(bin('tsc'), [...strict.split(' '), ...files], { cwd: folder })
  const sandbox = await openSandbox(t)
  const env = { ...process.env, EPAY_SANDBOX_URL: sandbox.url }
  const { stdout } = await run(process.execPath, ['story.ts'], { cwd: folder, env })
  t.match(JSON.parse(stdout), { id: /^[0-9a-f-]{36}$/, refund: 200, statusName: /^(CHARGE|REFUND)$/ })
})

/** Rules of Redocly that the bank's own addresses break. */
const redocly = `extends: [recommended-strict]
rules:
  no-path-trailing-slash: off # /payform/ and /acs/ end so
  operation-2xx-response: off # an invoice link only redirects
  no-unused-components: off # messages of the browser and the inside of a cryptogram are in no call
`

t.test('Redocly finds nothing against the documents by its strict rules', async (t) => {
  const folder = t.testdir({ 'package.json': '{"private":true}', 'redocly.yaml': redocly })
  await run('npm', ['i', '--no-audit', '--no-fund', '--silent', '@redocly/cli@2'], { cwd: folder })
  const lint = [join(folder, 'node_modules/.bin/redocly'), 'lint', '--config', 'redocly.yaml']
  for (const name of ['openapi.json', 'openapi-3.0.json', 'shop.openapi.json']) {
    await t.resolves(run(process.execPath, [...lint, join(publishedFolder, name)], { cwd: folder }), name)
  }
})
