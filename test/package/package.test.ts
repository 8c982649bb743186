import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openAgent } from '../mcp/open.ts'
import { root } from '../source.ts'
import { install, installed, packed, runIn } from './packed.ts'

const home = folder(t)
const tarball = await packed()
const { shop: shop24, run: runIn24 } = await installed()
const node22 = join(home, 'node22')
const shops = { 24: shop24, 22: join(home, 'shop22') }
const inside = (path = '') => join(shops[24], 'node_modules/epay-sandbox', path)

t.test('the tarball holds what is run and read, and nothing of the workshop', async (t) => {
  const { files, size } = tarball
  const kept =
    /^(dist|fixtures|static|contracts\/published)\/|^server\/(bin\.js|library\.c?js|takeover\/runtime\/.*)$|^[^/]+$/
  t.same(
    files.filter((path) => !kept.test(path)),
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
  const tryOut = async (shop: string, nodeFolder?: string) => {
    const run = nodeFolder ? await install(shop, [tarball.tarball], nodeFolder) : runIn24
    copyFileSync(join(root, 'fixtures/suites/merchant.cjs'), join(shop, 'merchant.cjs'))
    writeFileSync(join(shop, 'shop-test.js'), shopTest)
    return run('npx', ['epay-sandbox', 'exec', '--', 'node', 'shop-test.js'])
  }
  t.match(await tryOut(shops[24]), /^v24\.\d+\.\d+ true 100000001\n$/)
  await install(node22, ['node@22'])
  t.match(await tryOut(shops[22], join(node22, 'node_modules/.bin')), /^v22\.\d+\.\d+ true 100000001\n$/)
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

/** `start` of the installed package, in the user's folder. */
const startIn = async (t: { teardown(run: () => unknown): void }, shop: string, nodeFolder: string) => {
  const bin = join(shop, 'node_modules/epay-sandbox', manifest.bin['epay-sandbox'])
  const args = [bin, 'start', '--quiet', '--port', '0', '--journal', join(shop, 'journal.sqlite')]
  const child: ChildProcess = spawn(join(nodeFolder, 'node'), args, { cwd: shop, stdio: 'pipe' })
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  return { url: /http:\S+/.exec(line)?.[0] ?? '', child, stderr: () => stderr }
}

for (const [version, nodeFolder] of [
  [24, dirname(process.execPath)],
  [22, join(node22, 'node_modules/.bin')],
] as const) {
  t.test(`start of the package serves what the sources serve, on Node ${version}`, async (t) => {
    const { url, child, stderr } = await startIn(t, shops[version], nodeFolder)
    const get = async (path: string) => {
      const answer = await fetch(`${url}${path}`)
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
    }
    matches(t, await get('/payform/payment-api.js'), { status: 200, type: /javascript/, text: /halyk/ })
    matches(t, await get('/payform/'), { status: 400, type: /html/ })
    matches(t, await get('/payform/payform.css'), { status: 200, type: /css/ })
    matches(t, await get('/_sandbox/'), { status: 200, type: /html/ })
    matches(t, await get('/_sandbox/dashboard/app.js'), { status: 200, type: /javascript/ })
    matches(t, await get('/_sandbox/shop/'), { status: 200, text: /Tea/ })
    matches(t, await get('/_sandbox/openapi.json'), {
      status: 200,
      text: new RegExp(`"version":"${manifest.version}"`),
    })
    matches(t, await get('/_sandbox/scenarios'), { status: 200, text: /insufficient-funds-then-success/ })
    matches(t, await get('/api/public.rsa'), { status: 200, text: /BEGIN PUBLIC KEY/ })
    const run = runIn(shops[version], nodeFolder)
    const cli = (...args: string[]) => run('npx', ['epay-sandbox', ...args], { EPAY_SANDBOX_URL: url })
    t.equal(await cli('--version'), `${manifest.version}\n`)
    t.match(await cli('doctor'), /running sandbox +ok/)
    t.match(
      await cli('scenario', 'run', 'insufficient-funds-then-success'),
      /insufficient-funds-then-success/,
    )
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    matches(t, { code, stderr: stderr() }, { code: 0, stderr: '' })
  })
}

t.test('mcp of the package serves an agent from an empty folder, and only mcp loads its SDK', async (t) => {
  const program = ['npx', 'epay-sandbox']
  const agent = await openAgent(t, ['--allow-changes', '--url', 'http://127.0.0.1:9'], {
    program,
    cwd: shops[24],
  })
  matches(t, await agent.call('sandbox', { start: true }), { isOwn: true, version: manifest.version })
  const order = { invoiceId: '100000001', amount: 1000, reasonCode: 484 }
  matches(t, await agent.call('make_payment', order), { payment: { status: 'FAILED', reasonCode: 484 } })
  matches(t, await agent.client.readResource({ uri: 'epay-sandbox://skill' }), {
    contents: [{ text: /halyk-epay/ }],
  })
  const installed = readdirSync(join(shops[24], 'node_modules'))
  t.notOk(installed.includes('@modelcontextprotocol') || installed.includes('zod'), 'it is in dist/')
  t.match(readFileSync(inside('dist/licenses.txt'), 'utf8'), '@modelcontextprotocol/server')
})

t.test('the library is imported and required alike, without require(esm)', async (t) => {
  const use = `createSandbox({ seed: '1' }).then(async (bank) => {
    console.log((await fetch(bank.payformUrl + 'payment-api.js')).status)
    await bank.close()
  })`
  writeFileSync(join(shops[24], 'use.mjs'), `import { createSandbox } from 'epay-sandbox'\n${use}`)
  writeFileSync(join(shops[24], 'use.cjs'), `const { createSandbox } = require('epay-sandbox')\n${use}`)
  for (const nodeFolder of [undefined, join(node22, 'node_modules/.bin')]) {
    const run = runIn(shops[24], nodeFolder)
    t.equal(await run('node', ['use.mjs']), '200\n')
    t.equal(await run('node', ['--no-experimental-require-module', 'use.cjs']), '200\n')
  }
  // Jest, whose modules live in a context without import(), runs the same file.
  t.notMatch(readFileSync(inside('dist/sandbox.cjs'), 'utf8'), /\bimport\("/)
})

t.test(
  'on Node 20 one command runs it, the library says what it needs, and the sample shop runs',
  async (t) => {
    const node20 = join(home, 'node20')
    const bin = join(node20, 'node_modules/.bin')
    const shop = join(home, 'shop20')
    await install(node20, ['node@20'])
    const run = await install(shop, [tarball.tarball], bin)
    t.match(await run('node', ['--version']), /^v20\./)
    const readme = readFileSync(join(root, 'README.ru.md'), 'utf8')
    const [, inBash = ''] = /^```bash\n([\s\S]*?)^```/m.exec(readme) ?? []
    t.match(
      inBash,
      `npm i -D ../epay-sandbox-${manifest.version}.tgz\nnpx -p node@24 epay-sandbox codes insufficient\n`,
    )
    const npx = (...args: string[]) => run('npx', ['-y', '-p', 'node@24', 'epay-sandbox', ...args])
    t.match(await npx('codes', 'insufficient'), /^484 /)
    const [, shopTest = ''] = /^```js\n(\/\/ shop\.test\.mjs[\s\S]*?)^```/m.exec(readme) ?? []
    writeFileSync(join(shop, 'shop.test.mjs'), shopTest)
    const red = await npx('exec', '--', 'node', '--test', 'shop.test.mjs').catch(({ stdout }) =>
      String(stdout),
    )
    t.match(red, /the bank said 484 Not sufficient funds/, 'the walk through the README ends with a red test')

    const refused = (args: string[]) => run('node', args).then(String, ({ stderr }) => String(stderr))
    const direct = await refused(['node_modules/epay-sandbox/server/bin.js', 'codes', '484'])
    const [, got = ''] =
      /Node.js 22.18 or newer is needed; this is 20\.\S+\. Run: npx (.*)\n/.exec(direct) ?? []
    t.match(await run('npx', ['-y', ...got.split(' ')]), /^484 /, 'the command it names works')
    for (const script of ["import('epay-sandbox')", "require('epay-sandbox')"])
      t.match(await refused(['-e', script]), /the library needs Node.js 22.18 or newer; this is 20\./)

    const child = spawn(join(bin, 'node'), ['node_modules/epay-sandbox/fixtures/shops/node/shop.js'], {
      cwd: shop,
      env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
    })
    t.teardown(() => child.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    t.match(line, /^shop on http:/)
  },
)
