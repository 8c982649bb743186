import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { folder } from '../folder.ts'
import { install, packed } from '../package/packed.ts'
import { servesAll, startInstalled } from '../package/served.ts'
import { root } from '../source.ts'

/** The package under the Nodes of others, installed by their npm; `npm test` runs a command and the library on 22. */

// What is fetched takes its time.
t.setTimeout(900_000)

const home = folder(t)
const { tarball } = await packed()

/** A user's folder with the package, and the folder of the Node that installed it. */
const openShop = async (version: number) => {
  const node = join(home, `node${version}`)
  const shop = join(home, `shop${version}`)
  const nodeFolder = join(node, 'node_modules/.bin')
  await install(node, [`node@${version}`])
  return { shop, nodeFolder, run: await install(shop, [tarball], nodeFolder) }
}

t.test('start of the package serves what the sources serve, installed and run by Node 22', async (t) => {
  const { shop, nodeFolder, run } = await openShop(22)
  const { url, child, stderr } = await startInstalled(t, shop, nodeFolder)
  await servesAll(t, url)
  const cli = (...args: string[]) => run('npx', ['epay-sandbox', ...args], { EPAY_SANDBOX_URL: url })
  t.match(await cli('doctor'), /running sandbox +ok/)
  t.match(await cli('scenario', 'run', 'insufficient-funds-then-success'), /insufficient-funds-then-success/)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  t.equal(code, 0)
  t.equal(stderr(), '')
})

t.test(
  'on Node 20 one command runs it, the library says what it needs, and the sample shop runs',
  async (t) => {
    const { shop, nodeFolder, run } = await openShop(20)
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

    const child = spawn(join(nodeFolder, 'node'), ['node_modules/epay-sandbox/fixtures/shops/node/shop.js'], {
      cwd: shop,
      env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
    })
    t.teardown(() => child.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: child.stdout }), 'line')
    t.match(line, /^shop on http:/)
  },
)
