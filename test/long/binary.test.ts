import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { buildBinary } from '../../server/package/binary/build.ts'
import { root } from '../../server/root.ts'
import { matches } from '../matches.ts'

// It copies Node and compiles everything: a minute on two cores.
t.setTimeout(600_000)

const run = promisify(execFile)

t.test('one file does everything in an empty folder, beside no package and no Node', async (t) => {
  const binary = await buildBinary()
  const folder = mkdtempSync(join(tmpdir(), 'epay-binary-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const env = { PATH: process.env.PATH, XDG_CACHE_HOME: join(folder, 'cache') }
  const epay = (...args: string[]) => run(binary, args, { cwd: folder, env })
  t.match((await epay('codes', '484')).stdout, /Not sufficient funds/)
  const asking = `
    const { EPAY_SANDBOX_URL: url } = process.env
    const get = async (path) => (await fetch(url + path, { headers: { accept: 'text/html' } })).text()
    for (const path of ['/_sandbox/', '/_sandbox/docs/operating', '/_sandbox/shop', '/payform/payment-api.js',
      '/_sandbox/reference/control', '/_sandbox/health']) console.log(path, (await get(path)).replace(/\\s+/g, ' '))`
  const { stdout } = await epay('exec', '--', process.execPath, '--input-type=module', '-e', asking)
  for (const seen of [
    /<title>epay-sandbox/,
    /\/docs\/operating .*Operating/i,
    /halyk/,
    /Control API/,
    /"status":"ok"/,
  ])
    t.match(stdout, seen)
  const server = spawn(binary, ['start', '--port', '0'], { cwd: folder, env })
  t.teardown(() => server.kill())
  let said = ''
  for await (const chunk of server.stdout) {
    said += chunk
    if (/ready on/.test(said)) break
  }
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
  matches(t, await (await fetch(`${url}/_sandbox/health`)).json(), { status: 'ok' }, 'start serves by itself')
  t.match((await epay('payments', 'take', '500', '--url', url)).stdout, /CHARGE/)
  server.kill()
  t.match((await epay('scenario', 'run', 'declined-by-the-holder-name')).stdout, '1 passed, 0 failed')
  cpSync(join(root, 'fixtures/shops/node'), folder, { recursive: true })
  const nodes = { ...env, PATH: `${join(process.execPath, '..')}:${env.PATH}` }
  const certified = await run(binary, ['certify', '--only', 'success-once,wrong-secret'], {
    cwd: folder,
    env: nodes,
  })
  t.match(certified.stdout, /CERTIFIED .*2 passed/)
  const taken = `const answer = await fetch('https://testepay.homebank.kz/_sandbox/health')
    console.log(answer.status)`
  const over = [
    'exec',
    '--takeover',
    '--takeover-port',
    '0',
    '--',
    process.execPath,
    '--input-type=module',
    '-e',
    taken,
  ]
  t.match((await epay(...over)).stdout, /^[234]\d\d\n/, 'the bank’s own name leads here')
  const pact = join(root, 'contracts/published/pacts/epay-merchant-postlinks.json')
  const refused = await epay('verify', pact).catch(({ stderr }: { stderr: string }) => stderr)
  t.match(refused, /verify needs the package/)
})
