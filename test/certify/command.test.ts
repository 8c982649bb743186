import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { endOf, launch, run as shell } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { until } from '../until.ts'
import { shopFile } from './open.ts'

const certify = (args: string[], env: Record<string, string> = {}) => shell(['certify', ...args], { env })
const node = ['--config', shopFile('node')]
const flawed = ['--config', shopFile('flawed')]
const few = ['--only', 'success-once,amount-changed,ok-with-reason-code']

t.test('certify says in words and by its exit code that a shop is certified', async (t) => {
  const { code, stdout, stderr } = await certify([...node, ...few])
  t.equal(code, 0, stderr)
  t.match(stdout, /^✓ success-once/m)
  t.match(stdout, /CERTIFIED {2}node shop\.js: 3 passed\n$/)
})

t.test(
  'a failed case tells what was expected, what it got, why, how to fix it, and how to repeat it',
  async (t) => {
    const { code, stdout, stderr } = await certify([...flawed, ...few], {
      FLAW: 'trusts-the-amount',
      ORDERS: folder(t),
    })
    t.equal(code, 1)
    t.match(stdout, /✗ amount-changed: A postlink with another amount/)
    t.match(stdout, /expected unpaid, got paid, 1000 paid/)
    t.match(stdout, /before {2}order \d+: unpaid, 0 paid\n {4}after {3}order \d+: paid/)
    t.match(stdout, /why {5}Somebody pays one tenge/)
    t.match(stdout, /fix {5}Compare amount/)
    t.match(stdout, /again {3}epay-sandbox certify --config \S+ --only amount-changed --keep/)
    t.match(stderr, /your shop settles an order \d+ ms after its answer; .* 3 promises, some \d+ s/)
    t.match(stdout, /FAILED {2}.*2 passed, 1 failed\n$/)
  },
)

t.test('--last-failed runs what failed, and --bail stops at the first broken promise', async (t) => {
  const flaw = { FLAW: 'trusts-the-code', ORDERS: folder(t) }
  matches(t, await certify([...flawed, ...few], flaw), { code: 1 })
  const again = await certify([...flawed, '--last-failed'], flaw)
  t.match(again.stdout, /FAILED {2}.*: 0 passed, 1 failed/)
  matches(t, await certify([...flawed, '--last-failed'], { ...flaw, FLAW: '' }), { code: 0 })
  matches(t, await certify([...flawed, '--last-failed'], flaw), { code: 2, stderr: /nothing failed/ })
  const only = ['--only', 'ok-with-reason-code', '--only', 'after-24-hours', '--bail']
  t.match((await certify([...flawed, ...only], flaw)).stdout, /: 0 passed, 1 failed/)
})

t.test('one run is reported as JSON, JUnit, SARIF or a page of HTML', async (t) => {
  const path = folder(t)
  const flaw = { FLAW: 'trusts-the-amount', ORDERS: folder(t) }
  const report = async (format: string) => {
    const output = join(path, format)
    const { code, stdout, stderr } = await certify(
      [...flawed, ...few, '--format', format, '--output', output],
      flaw,
    )
    t.equal(code, 1)
    t.equal(stdout, `failed: ${output}\n`)
    t.match(stderr, /3 . \S+ /, 'progress is told beside it')
    return readFileSync(output, 'utf8')
  }
  const { verdict, cases } = JSON.parse(await report('json'))
  t.equal(verdict, 'failed')
  matches(t, cases[1], {
    name: 'amount-changed',
    outcome: 'failed',
    steps: [{}, {}, { did: 'amount: 1', sent: { method: 'POST', body: /"amount":1,/ }, got: /HTTP 200/ }],
    checks: [{ ok: true }, { expected: 'unpaid', ok: false }],
    curl: /^curl/,
    before: /unpaid/,
    after: /paid, 1000 paid/,
  })
  const junit = await report('junit')
  t.match(junit, /<testsuite name="node shop.js" tests="3" failures="1" skipped="0">/)
  t.match(junit, /<failure message="order \d+: expected unpaid, got paid, 1000 paid">/)
  const sarif = JSON.parse(await report('sarif'))
  const at = { artifactLocation: { uri: shopFile('flawed') }, region: { startLine: 1 } }
  matches(t, sarif.runs[0].results, [
    { ruleId: 'amount-changed', level: 'error', locations: [{ physicalLocation: at }] },
  ])
  t.equal(sarif.runs[0].tool.driver.rules.length, 3)
  const html = await report('html')
  t.match(html, /<h1>Failed<\/h1>/)
  t.notMatch(html, /<script|src=|@import|url\(/, 'nothing is loaded, nothing runs')
})

t.test('--keep leaves shop and sandbox running with the report told, and Ctrl+C ends both', async (t) => {
  const args = ['certify', ...node, '--only', 'success-once', '--keep']
  const child = launch(args, {})
  t.teardown(() => child.kill('SIGKILL'))
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  await until(() => /Ctrl\+C ends both/.test(stderr), 'certify says that it waits')
  t.match(stdout, /CERTIFIED {2}node shop\.js: 1 passed/)
  const [, sandbox = '', port = ''] =
    /sandbox at (\S+)\/_sandbox\/, the shop at port (\d+)/.exec(stderr) ?? []
  const payments = (await (await fetch(`${sandbox}/_sandbox/payments`)).json()) as {
    payments: { status: string }[]
  }
  const statuses = payments.payments.map(({ status }) => status)
  // Beside that of the case there are those that measured the shop.
  t.ok(statuses.length > 1, 'what the case did is there to look at')
  t.same([...new Set(statuses)], ['CHARGE'])
  const shop = `http://127.0.0.1:${port}/`
  t.ok((await fetch(shop)).status < 500)
  child.kill('SIGINT')
  matches(t, await endOf(child), { code: 130 })
  for (const url of [sandbox, shop]) await t.rejects(fetch(url), url)
  const both = await certify([...node, '--keep', '--stages', 'both'])
  matches(t, both, { code: 2, stderr: /--keep leaves one terminal running: give --stages one or two/ })
})

t.test('what was described wrongly is told with line and column', async (t) => {
  const path = folder(t, {
    'bad.yaml': 'start: node shop.js\ncreateOrder:\n  uri: http://127.0.0.1/\nrestart: 3\n',
    'two.yaml': 'createOrder: { url: "http://127.0.0.1/", command: "echo" }\n',
    'broken.yaml': 'createOrder: {\n',
  })
  const read = async (name: string) => certify(['--config', join(path, name)])
  matches(t, await read('bad.yaml'), {
    code: 2,
    stderr:
      /bad\.yaml:3:3 {2}createOrder\.uri: got an unknown field, expected one of url, .*bad\.yaml:4:10 {2}restart/s,
  })
  matches(t, await read('two.yaml'), {
    code: 2,
    stderr: /createOrder: got url and command, expected one of url/,
  })
  matches(t, await read('broken.yaml'), { code: 2, stderr: /broken\.yaml:\d+:\d+/ })
  matches(t, await read('none.yaml'), { code: 2, stderr: /none\.yaml cannot be read/ })
  matches(t, await certify([...node, '--only', 'amount-chnged']), {
    code: 2,
    stderr: /near it: amount-changed/,
  })
})

t.test('nothing is ever sent to the bank, nor far away without a word', async (t) => {
  const bank = ['--create-order', 'https://testepay.homebank.kz/api', '--sandbox-port', '0']
  matches(t, await certify(bank), { code: 2, stderr: /testepay\.homebank\.kz is the bank's/ })
  matches(t, await certify([...bank, '--i-own', 'testepay.homebank.kz']), {
    code: 2,
    stderr: /is the bank's/,
  })
  const far = ['--create-order', 'http://192.0.2.1/checkout', '--sandbox-port', '0']
  matches(t, await certify(far), { code: 2, stderr: /add --i-own 192\.0\.2\.1/ })
})

t.test('a shop that is not there is exit code 4', async (t) => {
  const nobody = ['--create-order', 'http://127.0.0.1:9/checkout', '--sandbox-port', '0']
  matches(t, await certify(nobody), { code: 4, stderr: /cannot be put to the test.*ECONNREFUSED/ })
  matches(t, await certify([...node, '--start', 'node no-such-shop.js']), {
    code: 4,
    stderr: /did not start/,
  })
})

t.test('without a probe the exit code is 5', async (t) => {
  const path = folder(t, {
    'certify.yaml': `start: node ${shopFile('node').replace('certify.yaml', 'shop.js')}
createOrder: { url: "http://127.0.0.1:{port}/checkout", form: { price: "{amount}" } }
`,
  })
  const { code, stdout } = await certify(['--config', join(path, 'certify.yaml'), '--only', 'success-once'])
  t.equal(code, 5)
  t.match(stdout, /NOT PROVEN/)
})

t.test('functions and commands describe a shop as well as URLs do', async (t) => {
  const shop = `
const orders = new Map()
export async function createOrder({ amount, environment: env }) {
  const invoiceId = String(100000001 + orders.size)
  const client = { client_id: env.EPAY_CLIENT_ID, client_secret: env.EPAY_CLIENT_SECRET }
  const order = { amount, currency: 'KZT', terminal: env.EPAY_TERMINAL_ID, postLink: 'http://127.0.0.1:9/postlink' }
  const form = { grant_type: 'client_credentials', scope: 'payment', ...client, ...order, invoiceID: invoiceId }
  const token = await fetch(env.EPAY_OAUTH_URL, { method: 'POST', body: new URLSearchParams(form) })
  orders.set(invoiceId, 'unpaid')
  const more = { backLink: 'http://127.0.0.1:9/', description: 'Tea', auth: await token.json() }
  return { ...order, ...more, invoiceId, amount: Number(amount) }
}
export const probe = ({ invoiceId }) => ({ state: orders.get(invoiceId), amount: 0 })
`
  const yaml = 'createOrder: { function: ./shop.mjs#createOrder }\nprobe: { function: ./shop.mjs#probe }\n'
  const path = folder(t, {
    'shop.mjs': shop,
    'certify.yaml': yaml,
    'told.yaml': yaml.replace(
      'function: ./shop.mjs#probe',
      'command: "echo $INVOICE_ID | grep -q 100000 && echo unpaid"',
    ),
  })
  for (const file of ['certify.yaml', 'told.yaml']) {
    const args = [
      '--config',
      join(path, file),
      '--sandbox-port',
      '0',
      '--only',
      'unknown-invoice,refund-by-status',
    ]
    const { code, stdout, stderr } = await certify(args)
    // Nobody listens at its postLink: that is no calm answer.
    t.equal(code, 1, stderr)
    t.match(stdout, /ECONNREFUSED/)
    t.match(stdout, /after {3}order 1000000\d+: unpaid/)
    t.match(stdout, /skipped: (this terminal|certify.yaml names no reconcile)/)
  }
})
