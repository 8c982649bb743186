import { once } from 'node:events'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openAgent } from '../mcp/open.ts'
import { root } from '../source.ts'
import { installed, node22Bin, packed, runIn } from './packed.ts'
import { servesAll, startInstalled } from './served.ts'

const home = folder(t)
const tarball = await packed()
const { shop, run: runIn24 } = await installed()
const inside = (path = '') => join(shop, 'node_modules/epay-sandbox', path)
const bin = inside(manifest.bin['epay-sandbox'])

t.test('the tarball holds what is run and read, and nothing of the workshop', async (t) => {
  const { files, size } = tarball
  const kept = [
    /^(dist|fixtures|static|contracts\/published)\/|^[^/]+$/,
    /^server\/(bin\.js|package\/library\.c?js|takeover\/runtime\/.*)$/,
  ]
  t.same(
    files.filter((path) => !kept.some((one) => one.test(path))),
    [],
  )
  const workshop =
    /(?<!\.d)\.ts$|\.map$|tsconfig|biome|\.test\.ts$|^test|\.sqlite|^dist\/.*\.tmp|node_modules/
  t.same(
    files.filter((path) => workshop.test(path)),
    [],
  )
  for (const path of [
    ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist/licenses.txt'],
    ...['dist/cli.js', 'dist/sandbox.js', 'dist/sandbox.cjs', 'dist/worker.js'],
    ...['dist/types/server/sandbox.d.ts', 'contracts/published/openapi.json', 'static/payment-api.js'],
    ...['fixtures/cards.json', 'fixtures/scenarios/slow-bank.yaml', 'fixtures/shops/node/shop.js'],
  ]) {
    t.ok(files.includes(path), path)
  }
  t.ok(size < 2_000_000, `${size} bytes`)
})

t.test('installed into an empty folder, exec runs a shop’s test on Node 24 and on Node 22', async (t) => {
  const shopTest = `
    import { chargeSavedCard, takePostlinks } from './merchant.cjs'
    const { env } = process
    const bank = { oauthUrl: env.EPAY_OAUTH_URL, apiUrl: env.EPAY_API_URL, credentials: {
      clientId: env.EPAY_CLIENT_ID, clientSecret: env.EPAY_CLIENT_SECRET, terminalId: env.EPAY_TERMINAL_ID } }
    const shop = await takePostlinks()
    const order = { invoiceId: '100000001', amount: 1000, postLink: shop.url }
    const { paid } = await chargeSavedCard(bank, { ...order, cardId: '00000000-0000-4000-8000-000000000000' })
    while (shop.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    shop.close()
    console.log(process.version, paid, shop.received[0].invoiceId)`
  copyFileSync(join(root, 'fixtures/suites/merchant.cjs'), join(shop, 'merchant.cjs'))
  writeFileSync(join(shop, 'shop-test.js'), shopTest)
  const exec = ['epay-sandbox', 'exec', '--', 'node', 'shop-test.js']
  t.match(await runIn24('npx', exec), /^v24\.\d+\.\d+ true 100000001\n$/)
  t.match(await runIn(shop, await node22Bin())('npx', exec), /^v22\.\d+\.\d+ true 100000001\n$/)
})

t.test('no path of the machine that packed it, and no source map, is in a file', async (t) => {
  const places = [root, home, tarball.home, join(homedir(), '/'), 'sourceMappingURL']
  for (const entry of readdirSync(inside(), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const text = readFileSync(path, 'utf8')
    for (const place of places.filter((place) => text.includes(place))) t.fail(`${path} has ${place}`)
  }
  t.ok(readFileSync(inside('dist/licenses.txt'), 'utf8').includes('commander'))
})

t.test('start of the package serves what the sources serve', async (t) => {
  const { url, child, stderr } = await startInstalled(t, shop)
  await servesAll(t, url)
  const cli = (...args: string[]) => runIn24(process.execPath, [bin, ...args], { EPAY_SANDBOX_URL: url })
  t.equal(await cli('--version'), `${manifest.version}\n`)
  t.match(await cli('doctor'), /running sandbox +ok/)
  t.match(await cli('scenario', 'run', 'insufficient-funds-then-success'), /insufficient-funds-then-success/)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  matches(t, { code, stderr: stderr() }, { code: 0, stderr: '' })
})

t.test('mcp of the package serves an agent from an empty folder, and only mcp loads its SDK', async (t) => {
  const program = [process.execPath, bin]
  const agent = await openAgent(t, ['--allow-changes', '--url', 'http://127.0.0.1:9'], { program, cwd: shop })
  matches(t, await agent.call('sandbox', { start: true }), { isOwn: true, version: manifest.version })
  const order = { invoiceId: '100000001', amount: 1000, reasonCode: 484 }
  matches(t, await agent.call('make_payment', order), { payment: { status: 'FAILED', reasonCode: 484 } })
  matches(t, await agent.client.readResource({ uri: 'epay-sandbox://skill' }), {
    contents: [{ text: /halyk-epay/ }],
  })
  const installed = readdirSync(join(shop, 'node_modules'))
  t.notOk(installed.includes('@modelcontextprotocol') || installed.includes('zod'), 'it is in dist/')
  t.match(readFileSync(inside('dist/licenses.txt'), 'utf8'), '@modelcontextprotocol/server')
})

t.test('the library is imported and required alike, without require(esm)', async (t) => {
  const use = `createSandbox({ seed: '1' }).then(async (bank) => {
    console.log((await fetch(bank.payformUrl + 'payment-api.js')).status)
    await bank.close()
  })`
  writeFileSync(join(shop, 'use.mjs'), `import { createSandbox } from 'epay-sandbox'\n${use}`)
  writeFileSync(join(shop, 'use.cjs'), `const { createSandbox } = require('epay-sandbox')\n${use}`)
  for (const nodeFolder of [undefined, await node22Bin()]) {
    const run = runIn(shop, nodeFolder)
    t.equal(await run('node', ['use.mjs']), '200\n')
    t.equal(await run('node', ['--no-experimental-require-module', 'use.cjs']), '200\n')
  }
  // Jest, whose modules live in a context without import(), runs the same file.
  t.notMatch(readFileSync(inside('dist/sandbox.cjs'), 'utf8'), /\bimport\("/)
})

t.test('an older Node is told which command works, and which version the library needs', async (t) => {
  writeFileSync(
    join(shop, 'older.cjs'),
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.5' } })",
  )
  const refused = (...args: string[]) =>
    runIn24('node', ['--require', './older.cjs', ...args]).then(String, ({ stderr }) => String(stderr))
  const direct = await refused(bin, 'codes', '484')
  const [, command = ''] =
    /Node.js 22.18 or newer is needed; this is 20\.\S+\. Run: npx -p node@24 (.*)\n/.exec(direct) ?? []
  const [program = '', ...args] = command.split(' ')
  t.match(await runIn24(program, args), /^484 /, 'the command it names works')
  for (const script of ["import('epay-sandbox')", "require('epay-sandbox')"])
    t.match(await refused('-e', script), /the library needs Node.js 22.18 or newer; this is 20\./)
})
