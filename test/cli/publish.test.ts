import { join } from 'node:path'
import t from 'tap'
import { commandLine } from '../../server/cli/publish.ts'
import { shopFile } from '../certify/open.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { statusPact } from '../verify/pacts.ts'
import { control, openSandbox } from '../world.ts'
import { run as shell } from './run.ts'

const token = 'a-secret-of-mine'
const bearer = { authorization: `Bearer ${token}` }

t.test('certify --publish shows its report in a running sandbox, and prints it as ever', async (t) => {
  const sandbox = await openSandbox(t, { token })
  const args = ['--config', shopFile('node'), '--only', 'success-once', '--publish', sandbox.url]
  const { code, stdout, stderr } = await shell(['certify', ...args, '--format', 'json', '--token', token])
  t.equal(code, 0, stderr)
  const [, id] = /^published: \S+\/_sandbox\/#\/reports\/([0-9a-f]{12})$/m.exec(stderr) ?? []
  const answer = await fetch(`${sandbox.url}/_sandbox/reports/${id}`, { headers: bearer })
  const kept = (await answer.json()) as Record<string, unknown>
  matches(t, kept, {
    ...{ kind: 'certify', verdict: 'certified', subject: 'node shop.js' },
    command:
      /^(npx epay-sandbox|node \S+bin\.js) certify --config \S+certify\.yaml --only success-once --publish http:/,
    report: {
      cases: JSON.parse(stdout).cases,
      spoken: {
        rus: { cases: [{ promise: /[а-я]/, steps: [{ did: /^заказ на / }, { did: /^покупатель платит/ }] }] },
        kaz: { cases: [{}] },
      },
    },
  })
  t.notMatch(stdout, /[а-я]/, 'JSON stays English')
  t.notMatch(JSON.stringify(kept), token, 'what opens the sandbox is told to nobody')
})

t.test('nobody to publish to is told before anything is put to the test', async (t) => {
  const sandbox = await openSandbox(t, { token })
  const certify = (url: string) => shell(['certify', '--config', shopFile('node'), '--publish', url])
  const none = await certify('http://127.0.0.1:1')
  matches(t, none, {
    code: 4,
    stdout: '',
    stderr: /--publish: no sandbox answers at http:\/\/127\.0\.0\.1:1\b/,
  })
  matches(t, await certify(sandbox.url), { code: 1, stdout: '', stderr: /--publish: Control token required/ })
  matches(t, await certify('dashboard'), {
    code: 2,
    stderr: /--publish is "dashboard", expected the address/,
  })
  const both = ['--config', shopFile('node'), '--explore', '--publish', sandbox.url, '--token', token]
  matches(t, await shell(['certify', ...both]), { code: 2, stderr: /--explore makes none/ })
})

t.test('verify --publish shows its checks, a failed one too', async (t) => {
  const sandbox = await openSandbox(t)
  const pact = statusPact({ body: { resultCode: '102' } })
  const path = folder(t, { 'tea.json': JSON.stringify(pact) })
  const done = await shell(['verify', join(path, 'tea.json'), '--publish', sandbox.url])
  matches(t, done, { code: 1, stdout: /0 passed, 1 failed/, stderr: /^published: http/m })
  const { reports } = (await control(sandbox, 'GET', 'reports')).body as { reports: object[] }
  matches(t, reports, [
    {
      kind: 'verify',
      verdict: 'failed',
      subject: /^tea-shop → epay \(.*tea\.json\)$/,
      counts: { passed: 0, failed: 1 },
    },
  ])
})

t.test('a command line is told as it was typed, without its tokens', async (t) => {
  const args = [
    'verify',
    'my pact.json',
    '--broker-token',
    'x1',
    '--token=x2',
    '--token',
    'x3',
    '--url',
    'http://a/',
  ]
  t.equal(commandLine(args), "npx epay-sandbox verify 'my pact.json' --url http://a/")
  t.equal(
    commandLine(['certify', '--start', "echo 'a'"]),
    "npx epay-sandbox certify --start 'echo '\\''a'\\'''",
  )
})
