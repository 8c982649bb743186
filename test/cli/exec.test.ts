import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { endOf, launch, run, runApart } from './run.ts'

const node = (...args: string[]) => ['--', process.execPath, ...args]
const script = (code: string) => node('--input-type=module', '-e', code)

/** exec under way: its command has printed its first line. */
const begin = async (t: { teardown(run: () => unknown): void }, args: string[], env = {}) => {
  const child = launch(['exec', ...args], { env })
  t.teardown(() => child.kill('SIGKILL'))
  const stderr = text(child.stderr as never)
  const lines: string[] = []
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  reader.on('line', (line) => lines.push(line))
  await once(reader, 'line')
  return { child, lines, end: async () => ({ ...(await endOf(child)), lines, stderr: await stderr }) }
}

t.test('the command finds every promised variable, and a sandbox that takes its token request', async (t) => {
  const code = `
    const { env } = process
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'payment',
      client_id: env.EPAY_CLIENT_ID, client_secret: env.EPAY_CLIENT_SECRET, terminal: env.EPAY_TERMINAL_ID })
    const token = await (await fetch(env.EPAY_OAUTH_URL, { method: 'POST', body })).json()
    const script = await fetch(env.EPAY_PAYMENT_API_JS_URL)
    const key = await fetch(env.EPAY_API_URL + '/public.rsa')
    const health = await (await fetch(env.EPAY_SANDBOX_URL + '/_sandbox/health')).json()
    const names = Object.keys(env).filter((name) => name.startsWith('EPAY_')).sort()
    console.log(JSON.stringify({ names, token: token.token_type, script: script.status, key: key.status, health }))`
  const { code: exit, stdout, stderr } = await run(['exec', '--seed', '1', ...script(code)])
  matches(t, { exit, stderr }, { exit: 0, stderr: '' })
  matches(t, JSON.parse(stdout), {
    names: [
      'EPAY_API_URL',
      'EPAY_CLIENT_ID',
      'EPAY_CLIENT_SECRET',
      'EPAY_CONTROL_TOKEN',
      'EPAY_OAUTH_URL',
      'EPAY_PAYFORM_URL',
      'EPAY_PAYMENT_API_JS_URL',
      'EPAY_SANDBOX_TOKEN',
      'EPAY_SANDBOX_URL',
      'EPAY_TERMINAL_ID',
    ],
    ...{ token: 'Bearer', script: 200, key: 200 },
    health: { status: 'ok' },
  })
})

t.test('the command runs in the caller’s folder, and past every proxy of the machine', async (t) => {
  const cwd = realpathSync(folder(t, {}))
  const code = 'console.log(JSON.stringify([process.cwd(), process.env.NO_PROXY, process.env.no_proxy]))'
  const env = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'db.example' }
  const { stdout } = await run(['exec', ...script(code)], { cwd, env })
  const past = 'localhost,127.0.0.1,::1,.localhost,db.example'
  t.same(JSON.parse(stdout), [cwd, past, past])
})

t.test('the exit code is the command’s, also when a signal ended it', async (t) => {
  const [failed, killed] = await Promise.all([
    run(['exec', ...script('process.exit(7)')]),
    run(['exec', ...script("process.kill(process.pid, 'SIGKILL')")]),
  ])
  t.equal(failed.code, 7)
  t.equal(killed.code, 137)
})

t.test('what follows -- is the command’s alone', async (t) => {
  const { stdout } = await run(['exec', '--', 'echo', '--seed', '1', '--help', '--', 'x'])
  t.equal(stdout, '--seed 1 --help -- x\n')
})

t.test('a signal goes to the command, and the sandbox answers until it has ended', async (t) => {
  const code = `
    process.on('SIGTERM', async () => {
      const health = await fetch(process.env.EPAY_SANDBOX_URL + '/_sandbox/health')
      console.log('said goodbye', health.status)
      process.exit(5)
    })
    setInterval(() => {}, 1000)
    console.log('waiting')`
  const { child, end } = await begin(t, script(code))
  child.kill('SIGTERM')
  matches(t, await end(), { code: 5, lines: ['waiting', 'said goodbye 200'] })
})

t.test('interrupted with Ctrl-C: 130', async (t) => {
  const { child, end } = await begin(t, script("setInterval(() => {}, 1000); console.log('waiting')"))
  child.kill('SIGINT')
  matches(t, await end(), { code: 130, signal: null })
})

t.test('a sandbox that crashes takes the command with it', async (t) => {
  const crash = "process.on('SIGUSR2', () => { throw new Error('struck') })"
  const preload = join(folder(t, { 'crash.mjs': crash }), 'crash.mjs')
  const { child, lines, end } = await begin(t, ['--', 'sh', '-c', 'echo $$; exec sleep 60'], {
    NODE_OPTIONS: `--import ${preload}`,
  })
  child.kill('SIGUSR2')
  const { code, stderr } = await end()
  t.not(code, 0)
  t.match(stderr, /struck/)
  const isAlive = () =>
    existsSync(`/proc/${lines[0]}`) && !/\) Z /.test(readFileSync(`/proc/${lines[0]}/stat`, 'utf8'))
  for (let tries = 0; isAlive() && tries < 50; tries += 1) await new Promise((done) => setTimeout(done, 20))
  t.notOk(isAlive())
})

t.test('a program that is not there: exit code 3 and one sentence', async (t) => {
  const { code, stderr } = await runApart(['exec', '--', 'no-such-program'])
  t.equal(code, 3)
  t.equal(stderr, 'epay-sandbox: cannot run "no-such-program": no such program\n')
})

t.test('a sandbox that cannot start: the command is not run', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const taken = await run(['exec', '--port', String(port), '--', 'echo', 'ran'])
  matches(t, taken, { code: 3, stdout: '', stderr: /^epay-sandbox: cannot listen on .* is taken/ })
  const journal = await run(['exec', '--journal', join(folder(t), 'no/journal'), '--', 'echo', 'ran'])
  matches(t, journal, { code: 3, stdout: '', stderr: /^epay-sandbox: cannot open the journal [^\n]+\n$/ })
  const wrong = await run(['exec', '--clock', 'noon', '--', 'echo', 'ran'])
  matches(t, wrong, { code: 2, stdout: '' })
})

t.test('without a command: exit code 2', async (t) => {
  matches(t, await run(['exec']), { code: 2, stderr: /missing required argument 'command'/ })
})

t.test('in both dialects the command runs twice, and both results are told', async (t) => {
  const code = `
    const settings = await (await fetch(process.env.EPAY_SANDBOX_URL + '/_sandbox/settings')).json()
    console.log(settings.quirks.expiresIn)
    if (settings.quirks.expiresIn === 'string') process.exit(3)`
  const { code: exit, stdout, stderr } = await run(['exec', '--dialect', 'both', ...script(code)])
  t.equal(stdout, 'number\nstring\n')
  t.equal(
    stderr,
    'epay-sandbox: dialect documented: exit code 0\nepay-sandbox: dialect observed: exit code 3\n',
  )
  t.equal(exit, 3)
})

t.test('interrupted in the first dialect, the second one is not run', async (t) => {
  const waiting = script("setInterval(() => {}, 1000); console.log('waiting')")
  const { child, end } = await begin(t, ['--dialect', 'both', ...waiting])
  child.kill('SIGTERM')
  matches(t, await end(), {
    code: 143,
    lines: ['waiting'],
    stderr: /^epay-sandbox: dialect documented[^\n]+\n$/,
  })
})

t.test('env prints the same variables for dotenv files, shells and programs', async (t) => {
  const url = 'http://127.0.0.1:4000'
  const print = async (format: string) =>
    (await run(['env', '--url', `${url}/`, '--token', "it's", '--format', format])).stdout
  const [dotenv, shell, json] = await Promise.all(['dotenv', 'shell', 'json'].map(print))
  const got = JSON.parse(json as string) as Record<string, string>
  matches(t, got, {
    EPAY_SANDBOX_URL: url,
    EPAY_OAUTH_URL: `${url}/epay2/oauth2/token`,
    EPAY_API_URL: `${url}/api`,
    EPAY_PAYFORM_URL: `${url}/payform/`,
    EPAY_PAYMENT_API_JS_URL: `${url}/payform/payment-api.js`,
    EPAY_CLIENT_ID: 'test',
    EPAY_CONTROL_TOKEN: "it's",
  })
  const { parseEnv } = await import('node:util')
  t.same({ ...parseEnv(dotenv as string) }, got)
  const shown = execFileSync('sh', ['-c', `${shell}env | grep ^EPAY_`], { env: { PATH: process.env.PATH } })
  t.same({ ...parseEnv(shown.toString().replace(/=(.*)/g, '="$1"')) }, got)
})
