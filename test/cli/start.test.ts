import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { tokenForm } from '../world.ts'
import { run, startProcess } from './run.ts'

const settingsOf = async (url: string, headers = {}) =>
  (await (await fetch(`${url}/_sandbox/settings`, { headers })).json()) as Record<string, unknown>

t.test('in text the first line says where the sandbox is ready', async (t) => {
  const { url, readyLine, stop } = await startProcess(t, ['--port', '0'])
  t.match(readyLine, /^epay-sandbox \d+\.\d+\.\d+ ready on http:\/\/127\.0\.0\.1:\d+$/)
  matches(t, await (await fetch(`${url}/_sandbox/health`)).json(), { status: 'ok', workspace: 'default' })
  matches(t, await stop('SIGINT'), { code: 130, stderr: /^$/ })
})

t.test('in JSON the first line is the ready event, and each log line is one object on stderr', async (t) => {
  const { url, readyLine, stdout, stop } = await startProcess(t, ['--port', '0', '--format', 'json'])
  matches(t, JSON.parse(readyLine), { event: 'ready', url: /^http:\/\/127\.0\.0\.1:\d+$/, version: /./ })
  await fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) })
  const body = new URLSearchParams({ grant_type: 'password', client_id: 'test', client_secret: 'wrong' })
  await fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body })
  const { code, stderr } = await stop('SIGTERM')
  t.equal(code, 0)
  t.equal(stdout.length, 1)
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  t.ok(lines.some(({ event }) => event === 'findings'))
  matches(
    t,
    lines.filter(({ event }) => event === 'request refused'),
    [{ event: 'request refused', refused: /grant type unsupported|secret wrong/ }],
  )
})

t.test('start is the default command', async (t) => {
  const { code, stderr } = await run(['--port', 'x'])
  t.equal(code, 2)
  t.match(stderr, /port is "x"/)
})

t.test('a port that is taken: exit code 3 and a sentence with the fix', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const { code, stdout, stderr } = await run(['start', '--port', String(port)])
  t.equal(code, 3)
  t.equal(stdout, '')
  t.equal(
    stderr,
    `epay-sandbox: cannot listen on 127.0.0.1:${port}: port ${port} is taken: ` +
      'stop the other server or start with --port 0\n',
  )
})

t.test('an address that this machine does not have: exit code 3', async (t) => {
  const { code, stderr } = await run(['start', '--port', '0', '--host', '203.0.113.1'])
  t.equal(code, 3)
  t.match(stderr, /^epay-sandbox: cannot listen on 203\.0\.113\.1:0: .+\n$/)
})

t.test('a journal that cannot be opened: exit code 3 and one sentence', async (t) => {
  const { code, stderr } = await run(['start', '--port', '0', '--journal', join(folder(t), 'no/journal')])
  t.equal(code, 3)
  t.match(stderr, /^epay-sandbox: cannot open the journal ".*": .*; give a path in a writable folder\n$/)
})

t.test('two sandboxes on one journal: the second one exits with 3', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  await startProcess(t, ['--port', '0', '--journal', journal])
  const { code, stderr } = await run(['start', '--port', '0', '--journal', journal])
  t.equal(code, 3)
  t.match(stderr, /another sandbox has it open\n$/)
})

t.test('bound beyond loopback the sandbox prints a control token and asks for it', async (t) => {
  const { url, readyLine } = await startProcess(t, ['--port', '0', '--host', '0.0.0.0', '--format', 'json'])
  const { controlToken } = JSON.parse(readyLine) as { controlToken: string }
  t.ok(controlToken.length >= 32)
  const local = url.replace('0.0.0.0', '127.0.0.1')
  t.equal((await fetch(`${local}/_sandbox/payments`)).status, 401)
  t.same(await (await fetch(`${local}/_sandbox/health`)).json(), { status: 'ok' })
  matches(t, await settingsOf(local, { authorization: `Bearer ${controlToken}` }), { cards: '2025' })
})

t.test('out of a container one link leads in: on stdout, once, and in no log', async (t) => {
  const args = ['--port', '0', '--host', '0.0.0.0', '--token', 'let-me-in']
  const { url, stdout, stop, closed } = await startProcess(t, args)
  const local = url.replace('0.0.0.0', '127.0.0.1')
  const authorization = 'Bearer let-me-in'
  const journal = await fetch(`${local}/_sandbox/journal`, { headers: { authorization } })
  t.notMatch(await journal.text(), /let-me-in/)
  const { stderr } = await stop()
  await closed
  t.equal(stdout.join('\n').match(/\/_sandbox\/\?token=let-me-in$/gm)?.length, 1)
  t.notMatch(stderr, /let-me-in/)
})

t.test('in a container a postLink to 127.0.0.1 is found, and what to write is told', async (t) => {
  const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1' }
  const ask = async (host: string, postLink: string) => {
    const { url } = await startProcess(t, ['--port', '0', '--host', host], { env })
    const body = new URLSearchParams({ ...tokenForm(), postLink })
    const local = url.replace('0.0.0.0', '127.0.0.1')
    const answer = await fetch(`${local}/epay2/oauth2/token`, { method: 'POST', body })
    return answer.headers.get('x-epay-sandbox-findings')
  }
  t.equal(await ask('0.0.0.0', 'http://127.0.0.1:8000/paid'), 'loopback-postlink')
  t.equal(await ask('127.0.0.1', 'http://127.0.0.1:8000/paid'), null, 'the shop is in the same container')
})

t.test('a postlink CA that cannot be used is told at the start', async (t) => {
  const [no, none] = ['/nowhere/ca.pem', join(folder(t, { 'ca.pem': 'not a certificate' }), 'ca.pem')]
  for (const [file, said] of [
    [no, /postlinkCa \/nowhere\/ca\.pem cannot be read: ENOENT/],
    [none, /holds no certificate; expected PEM text/],
  ] as const)
    matches(t, await run(['start', '--port', '0', '--postlink-ca', file]), { code: 2, stderr: said })
})

t.test('options reach the workspace', async (t) => {
  const options = { seed: 'abc', dialect: 'observed', quirks: 'expiresIn=number', cards: '2020' }
  const clock = '2025-02-12T09:42:51+05:00'
  const args = Object.entries({ ...options, clock }).flatMap(([name, value]) => [`--${name}`, value])
  const { url } = await startProcess(t, ['--port', '0', ...args])
  matches(t, await settingsOf(url), {
    seed: 'abc',
    cards: '2020',
    quirks: { expiresIn: 'number', tokenLifetime: '1200' },
  })
  matches(t, await (await fetch(`${url}/_sandbox/clock`)).json(), {
    mode: 'virtual',
    now: '2025-02-12T04:42:51.000Z',
  })
})

t.test('a running sandbox without a seed has one of its own', async (t) => {
  const [one, two] = await Promise.all([startProcess(t, ['--port', '0']), startProcess(t, ['--port', '0'])])
  t.not((await settingsOf(one.url)).seed, (await settingsOf(two.url)).seed)
})

t.test('a pipe sees no colours, and --quiet says nothing', async (t) => {
  const refuse = (url: string) =>
    fetch(`${url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'x', client_id: 'y', client_secret: 'z' }),
    })
  const [loud, quiet] = await Promise.all([
    startProcess(t, ['--port', '0']),
    startProcess(t, ['--port', '0', '--quiet']),
  ])
  await Promise.all([refuse(loud.url), refuse(quiet.url)])
  t.match((await loud.stop()).stderr, /^\d\d:\d\d:\d\d .*✕ refused {2}.*grant type unsupported[^[]*\n$/)
  t.equal((await quiet.stop()).stderr, '')
})
