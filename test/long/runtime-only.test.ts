import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { root } from '../../server/root.ts'
import { matches } from '../matches.ts'

t.setTimeout(300_000)

/** What the README says for who only wants to run it: `npm ci --omit=dev && npm start` in a clone. */
t.test('without the packages of the tests a clone starts and answers', async (t) => {
  const clone = mkdtempSync(join(tmpdir(), 'epay-clone-'))
  t.teardown(() => rmSync(clone, { recursive: true, force: true }))
  const archive = execFileSync('git', ['archive', 'HEAD'], { cwd: root, maxBuffer: 2 ** 28 })
  execFileSync('tar', ['-x'], { cwd: clone, input: archive })
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_OPTIONS: '' }
  execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: clone, env, stdio: 'ignore' })
  const npm = spawn('npm', ['start', '--', '--port', '0'], { cwd: clone, env, detached: true })
  t.teardown(() => npm.pid && process.kill(-npm.pid))
  let said = ''
  for await (const chunk of npm.stdout) {
    said += chunk
    if (/ready on/.test(said)) break
  }
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? ['']
  matches(t, await (await fetch(`${url}/_sandbox/health`)).json(), { status: 'ok' })
})
