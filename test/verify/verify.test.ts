import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { childOf, freePort } from '../../server/certify/child.ts'
import { environmentOf } from '../../server/client/environment.ts'
import { root } from '../../server/root.ts'
import { findPact } from '../../server/verify/engine.ts'
import { run as shell } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openShop } from '../pact/shop.ts'
import { snippets } from '../snippets.ts'
import { importsOf, under } from '../source.ts'
import { until } from '../until.ts'
import { openMerchant, openSandbox } from '../world.ts'
import { openBroker } from './broker.ts'
import { emptyPact, statusPact } from './pacts.ts'

const files = (t: Parameters<typeof folder>[0], pacts: Record<string, unknown>) =>
  folder(
    t,
    Object.fromEntries(
      Object.entries(pacts).map(([name, pact]) => [
        name,
        typeof pact === 'string' ? pact : JSON.stringify(pact),
      ]),
    ),
  )

t.test("a merchant's own pact that the sandbox keeps ends with code 0", async (t) => {
  const dir = files(t, { 'tea.json': statusPact() })
  const { code, stdout } = await shell(['verify', join(dir, 'tea.json')])
  t.equal(code, 0)
  t.match(stdout, /tea-shop → epay/)
  t.match(stdout, /✓ a question about an order, given a payment was approved/)
  t.match(stdout, /1 passed, 0 failed/)
})

t.test('a promise that is broken ends with code 1, as text, JSON and JUnit', async (t) => {
  const dir = files(t, { 'tea.json': statusPact({ body: { resultCode: '102' } }) })
  const file = join(dir, 'tea.json')
  const text = await shell(['verify', file])
  t.equal(text.code, 1)
  t.match(text.stdout, /✗ a question about an order.*\n +body \$\.resultCode: .*'100'.*'102'/)
  t.match(text.stderr, /1 of 1 checks failed/)
  const json = await shell(['verify', file, '--format', 'json'])
  t.equal(json.code, 1)
  matches(t, JSON.parse(json.stdout), { ok: false, passed: 0, failed: 1, checks: [{ ok: false }] })
  const output = join(dir, 'report.xml')
  const junit = await shell(['verify', file, '--format', 'junit', '--output', output])
  t.equal(junit.code, 1)
  t.equal(junit.stdout, '')
  const xml = readFileSync(output, 'utf8')
  t.match(xml, /^<\?xml version="1.0"/)
  t.match(xml, /<testsuite name="tea-shop → epay [^"]*" tests="1" failures="1" skipped="0">/)
  t.match(xml, /<failure message="body \$\.resultCode/)
})

t.test('the process of the verifier ends once it has answered', async (t) => {
  const processes = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
  const before = processes()
  const { code } = await shell(['verify', join(files(t, { 'tea.json': statusPact() }), 'tea.json')])
  t.equal(code, 0)
  await until(() => processes() <= before, 'the process of the verifier ends')
  t.equal(processes(), before)
})

t.test('every pact of a folder is verified, each in a world of its own', async (t) => {
  const dir = files(t, { 'a.json': statusPact(), 'b.json': statusPact(), 'notes.txt': 'not a pact' })
  const { code, stdout } = await shell(['verify', dir, '--format', 'json'])
  t.equal(code, 0)
  matches(t, JSON.parse(stdout), { passed: 2 })
})

t.test('an unknown state fails its interaction and names the nearest one', async (t) => {
  const dir = files(t, { 'tea.json': statusPact({ state: 'a payment was aproved' }) })
  const { code, stdout } = await shell(['verify', dir])
  t.equal(code, 1)
  t.match(stdout, /state "a payment was aproved" is not known; did you mean "a payment was approved"\?/)
})

t.test('a state the bank refuses to make fails its interaction in the words of the bank', async (t) => {
  const dir = files(t, { 'tea.json': statusPact({ params: { invoiceId: '1' } }) })
  const { stdout } = await shell(['verify', dir])
  t.match(stdout, /invoiceID: got "1", expected 6 to 15 digits/)
})

t.test('the dialect of the fresh sandbox can be chosen', async (t) => {
  const pact = statusPact()
  const token = {
    description: 'a token',
    request: {
      method: 'POST',
      path: '/oauth2/token',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&client_id=test&client_secret=yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
    },
    response: { status: 200, body: { expires_in: '1200' } },
  }
  const dir = files(t, { 'tea.json': { ...pact, interactions: [token] } })
  t.equal((await shell(['verify', dir])).code, 1)
  const { code, stdout } = await shell(['verify', dir, '--dialect', 'observed'])
  t.equal(code, 0)
  t.match(stdout, /✓ a token$/m, 'no state is given')
})

t.test('what is no pact ends with code 2, and a sentence that says what came', async (t) => {
  const dir = files(t, {
    'page.json': '<html>',
    'list.json': [],
    'half.json': { consumer: { name: 'tea-shop' }, interactions: 5 },
  })
  for (const [args, words] of [
    [[join(dir, 'none.json')], /none\.json: no such file or folder/],
    [[join(dir, 'page.json')], /page\.json is not a pact: got "<html>"…, expected JSON/],
    [[join(dir, 'list.json')], /list\.json is not a pact: body: got \[\], expected/],
    [
      [join(dir, 'half.json')],
      /provider: got nothing, expected \{"name": .*interactions: got 5, expected a list/,
    ],
    [[], /name pact files, a folder or a broker's URL, or give --provider/],
    [['--provider', 'shop'], /"shop" is not a whole URL/],
    [[join(dir, 'page.json'), '--format', 'yaml'], /text, json, junit/],
  ] as const) {
    const { code, stderr } = await shell(['verify', ...args])
    t.equal(code, 2, stderr)
    t.match(stderr, words)
  }
})

t.test('nothing to verify ends with code 5', async (t) => {
  const dir = files(t, { 'empty.json': emptyPact })
  mkdirSync(join(dir, 'nothing'))
  for (const place of [join(dir, 'empty.json'), join(dir, 'nothing')]) {
    const { code, stderr } = await shell(['verify', place])
    t.equal(code, 5)
    t.match(stderr, /nothing to check/)
  }
})

t.test("the pacts of a broker are asked for by the bank's name and by selectors", async (t) => {
  const { url, asked } = await openBroker(t, [statusPact(), emptyPact], 'secret')
  const args = ['verify', url, '--broker-token', 'secret', '--format', 'json']
  const { code, stdout } = await shell([...args, '--consumer-version-branch', 'next'])
  t.equal(code, 0)
  matches(t, JSON.parse(stdout), { passed: 1 })
  const body = asked.find(({ path }) => path === '/for/epay')?.body ?? ''
  t.strictSame(JSON.parse(body), { consumerVersionSelectors: [{ branch: 'next' }] })
  t.equal((await shell([...args, '--provider-name', 'nobody'])).code, 5)
})

t.test('a single pact may be named by its URL', async (t) => {
  const { url } = await openBroker(t, [statusPact()], 'secret')
  const { code } = await shell(['verify', `${url}/pacts/0`, '--broker-token', 'secret'])
  t.equal(code, 0)
})

t.test('a broker that cannot be reached or refuses ends with code 4', async (t) => {
  const { url } = await openBroker(t, [], 'secret')
  const refused = await shell(['verify', url])
  t.equal(refused.code, 4)
  t.match(refused.stderr, /answered 401; give --broker-token/)
  const missing = await shell(['verify', `${url}/pacts/7`, '--broker-token', 'secret'])
  t.equal(missing.code, 4)
  t.match(missing.stderr, /answered 404\n/, 'no token helps')
  const gone = await shell(['verify', 'http://127.0.0.1:9/'])
  t.equal(gone.code, 4)
  t.match(gone.stderr, /127\.0\.0\.1:9\/ cannot be reached/)
})

t.test('a URL that is neither pact nor broker ends with code 2', async (t) => {
  const { url } = await openSandbox(t)
  const { code, stderr } = await shell(['verify', `${url}/_sandbox/health`])
  t.equal(code, 2)
  t.match(stderr, /neither a pact nor a Pact broker/)
})

t.test('the line of the document passes with the shop that has /pact-states', async (t) => {
  const sandbox = await openSandbox(t, { clock: 'system' })
  const port = await freePort()
  const path = folder(t)
  const shop = childOf({
    command: 'node shop.js',
    folder: join(root, 'fixtures/shops/flawed'),
    environment: { ...environmentOf(sandbox.url), ORDERS: path, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/`,
  })
  await shop.start()
  t.teardown(() => shop.kill())
  const output = join(path, 'pact.xml')
  const line = snippets('contracts.md', 'console')[0] ?? ''
  const words = line.replaceAll('\\\n', ' ').trim().split(/\s+/).slice(2)
  const addresses = {
    '127.0.0.1:8080': `127.0.0.1:${port}`,
    'http://127.0.0.1:3729': sandbox.url,
    'pact.xml': output,
  }
  const args = words.map((word) =>
    Object.entries(addresses).reduce((text, [from, to]) => text.replace(from, to), word),
  )
  matches(t, await shell(args), { code: 0 })
  const xml = readFileSync(output, 'utf8')
  t.match(xml, /tests="18" failures="0"/)
  t.match(xml, 'the postlink of a payment (form of 2025), given an order was paid')
})

t.test(
  'a shop that knows no such order fails, and an endpoint that is not there ends with code 4',
  async (t) => {
    const sandbox = await openSandbox(t, { clock: 'system' })
    const shop = await openShop(t, sandbox)
    const { code, stdout } = await shell(['verify', '--provider', shop.postlinkUrl])
    t.equal(code, 1)
    t.match(stdout, /status: .*404/)
    t.match(stdout, /no --provider-states-url: the postlink names an order that your shop has never made/)
    const gone = await shell(['verify', '--provider', 'http://127.0.0.1:9/postlink'])
    t.equal(gone.code, 4)
  },
)

t.test('a state handler that answers without an order number is told what is missing', async (t) => {
  const [merchant, sandbox] = [await openMerchant(t), await openSandbox(t)]
  const args = ['--provider', `${merchant.url}/postlink`, '--provider-states-url', `${merchant.url}/states`]
  const { code, stdout } = await shell(['verify', ...args, '--url', sandbox.url])
  t.equal(code, 1)
  t.match(stdout, /state "an order awaits payment" answered no invoiceId and no secretHash/)
})

t.test('without Pact the command says what to install', async (t) => {
  const elsewhere = join(files(t, { 'package.json': {} }), 'package.json')
  t.throws(() => findPact([elsewhere]), /npm install --save-dev @pact-foundation\/pact/)
  t.match(findPact([elsewhere, import.meta.filename]), /pact-core/)
})

t.test('no file of the server imports Pact: only the worker is told where it is', async (t) => {
  const importers = under('server', /\.ts$/)
    .flatMap(importsOf)
    .filter(({ name }) => name.startsWith('@pact-foundation'))
  t.strictSame(importers, [])
})
