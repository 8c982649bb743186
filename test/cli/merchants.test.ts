import { writeFileSync } from 'node:fs'
import t from 'tap'
import { matches } from '../matches.ts'
import { run, startProcess } from './run.ts'

const shop = `
clients:
  - id: my-shop
    secret: my-secret
terminals:
  - id: 00000000-1111-4222-8333-000000000001
    client: my-shop
    shop: My shop
    singleMessageScheme: false
`

t.test('clients and terminals of the configuration file may ask for tokens', async (t) => {
  const { url } = await startProcess(t, ['--port', '0'], {
    cwd: t.testdir({ 'epay-sandbox.config.yaml': shop }),
  })
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'payment',
    client_id: 'my-shop',
    client_secret: 'my-secret',
    invoiceID: '000000001',
    amount: '100',
    currency: 'KZT',
    terminal: '00000000-1111-4222-8333-000000000001',
  })
  t.equal((await fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body })).status, 200)
})

const wrong: [string, RegExp][] = [
  ['clients: my-shop', /^epay-sandbox: clients is "my-shop", expected a list\n$/],
  ['clients: [{ id: my-shop }]', /clients\.0\.secret is nothing, expected its client secret/],
  [
    'clients: [{ id: a, secret: 1 }]',
    /clients\.0\.secret is a value \(not shown\), expected its client secret/,
  ],
  ['terminals: [{ id: abc, client: test }]', /terminals\.0\.id is "abc", expected a UUID/],
  [
    'terminals: [{ id: 00000000-1111-4222-8333-000000000001, client: nobody }]',
    /terminals\.0\.client is "nobody", expected one of test, halykfinanceUSD, EPAY-TEST-PAYMENT/,
  ],
  [
    'terminals: [{ id: 00000000-1111-4222-8333-000000000001, client: test, stages: 2 }]',
    /terminals\.0\.stages is an unknown field, expected one of id, client, /,
  ],
]

t.test('what is wrong in them is exit code 2 and one sentence', async (t) => {
  const cwd = t.testdir()
  for (const [yaml, stderr] of wrong) {
    writeFileSync(`${cwd}/epay-sandbox.config.yaml`, yaml)
    matches(t, await run(['start', '--port', '0'], { cwd }), { code: 2, stdout: '', stderr }, yaml)
  }
})
