import { join } from 'node:path'
import t from 'tap'
import { run } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { control, openMerchant, openSandbox } from '../world.ts'

const scenario = (...args: string[]) => run(['scenario', ...args])

const wrong = 'about: Wrong.\nstory:\n  - pay: { code: 484 }\n    expect: { page: paid }\n'

t.test('scenarios are listed with their sentences', async (t) => {
  const { code, stdout } = await scenario('list')
  t.equal(code, 0)
  t.match(stdout, /^name +about\n/)
  t.match(stdout, /\nthree-failed-attempts +Three declines end the page/)
  const { scenarios } = JSON.parse((await scenario('list', '--format', 'json')).stdout)
  t.ok(scenarios.length >= 25)
})

t.test('a run brings its own sandbox and merchant, and needs nothing else', async (t) => {
  const { code, stdout } = await scenario('run', 'three-failed-attempts', 'postlink-twice-at-once')
  t.equal(code, 0)
  t.equal(
    stdout,
    '✓ three-failed-attempts (7 steps)\n✓ postlink-twice-at-once (1 step)\n2 passed, 0 failed\n' +
      "(only the bank's side was played, no shop was asked: --config certify.yaml plays it with yours)\n",
  )
})

t.test('an expectation that fails is exit code 1, in every format', async (t) => {
  const file = join(folder(t, { 'wrong.yaml': wrong }), 'wrong.yaml')
  const text = await scenario('run', file)
  matches(t, text, { code: 1, stdout: /✗ wrong.*page: expected paid, got declined.*0 passed, 1 failed/s })
  t.match(text.stderr, '1 of 1 scenarios failed')
  const json = await scenario('run', file, '--format', 'json')
  matches(t, { code: json.code, ...JSON.parse(json.stdout) }, { code: 1, ok: false, failed: 1 })
  const junit = await scenario('run', file, '--format', 'junit')
  matches(t, junit, { code: 1, stdout: /<failure message="page: expected paid, got declined">/ })
})

t.test('a bad file is exit code 2 and nothing is played', async (t) => {
  const bad = wrong.replace('code: 484', 'code: 1')
  const path = folder(t, { 'bad.yaml': bad, 'good.yaml': wrong })
  for (const verb of ['run', 'check']) {
    const { code, stderr } = await scenario(verb, join(path, 'good.yaml'), join(path, 'bad.yaml'))
    t.equal(code, 2)
    t.match(stderr, /bad\.yaml:3:18 {2}story\.0\.pay\.code: got 1, expected/)
  }
  matches(t, await scenario('check', join(path, 'good.yaml')), {
    code: 0,
    stdout: 'good: 1 steps, nothing wrong\n',
  })
  const json = await scenario('check', join(path, 'bad.yaml'), '--format', 'json')
  const output = JSON.parse(json.stdout)
  matches(t, output, { errors: [/bad\.yaml:3:18/] })
  t.same(output.scenarios, [])
})

t.test('a running sandbox is played on in a workspace of the story', async (t) => {
  const sandbox = await openSandbox(t)
  t.equal((await scenario('run', 'slow-bank', '--url', sandbox.url)).code, 0)
  const { body } = await control(sandbox, 'GET', 'workspaces')
  matches(t, body.workspaces, [{ name: 'default' }, { name: 'slow-bank' }])
  t.equal((await scenario('run', 'slow-bank', '--url', sandbox.url, '--workspace', 'mine')).code, 0)
  t.equal((await scenario('run', 'slow-bank', '--url', 'http://127.0.0.1:1')).code, 4)
})

t.test("a merchant's URLs are posted to", async (t) => {
  const merchant = await openMerchant(t)
  const done = await scenario('run', 'insufficient-funds-then-success', '--post-link', merchant.url)
  t.equal(done.code, 0, done.stdout)
  matches(t, merchant.bodies(), [{ reasonCode: 484 }, { reasonCode: 0 }])
  t.match(
    done.stdout,
    /failure of order \d+ to http:\S+: HTTP 200\n {4}success of order/,
    'what the shop answered',
  )
  t.match(
    (await scenario('run', 'merchant-down-for-five-minutes', '--post-link', merchant.url)).stdout,
    /skipped/,
  )
  matches(t, await scenario('run', 'slow-bank', '--back-link', merchant.url), {
    code: 2,
    stderr: /need --post-link/,
  })
  matches(t, await scenario('run', 'slow-bank', '--post-link', 'shop'), {
    code: 2,
    stderr: /is not a whole URL/,
  })
})

t.test('a scenario can be in force from the start', async (t) => {
  const bad = join(folder(t, { 'bad.yaml': 'about: Bad.\n' }), 'bad.yaml')
  matches(t, await run(['start', '--port', '0', '--scenario', bad]), {
    code: 2,
    stderr: /bad\.yaml:1:1 {2}story/,
  })
  matches(t, await run(['start', '--port', '0', '--scenario', 'tea']), {
    code: 2,
    stderr: /there is no scenario "tea"/,
  })
  const sandbox = await openSandbox(t, { scenario: 'card-expires-when-the-clock-is-set' })
  t.equal(sandbox.clock.now().toISOString(), '2027-01-31T18:50:00.000Z')
})
