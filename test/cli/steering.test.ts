import t, { type Test } from 'tap'
import { matches } from '../matches.ts'
import { attempt } from '../story/attempt.ts'
import { inWorkspace } from '../story/rooms.ts'
import { control, openSandbox, tokenOf } from '../world.ts'
import { run } from './run.ts'

/** A sandbox of the test's own process, steered from processes of their own. */
const open = async (t: Test) => {
  const sandbox = await openSandbox(t)
  const steer = (...args: string[]) => run([...args, '--url', sandbox.url])
  const json = async (...args: string[]) => JSON.parse((await steer(...args, '--format', 'json')).stdout)
  return { sandbox, steer, json }
}

t.test('rules are added by flags or JSON, listed and cleared', async (t) => {
  const { sandbox, steer, json } = await open(t)
  matches(t, await steer('rules', 'add', '--when-amount', '100..200', '--code', '484', '--times', '2'), {
    code: 0,
    stdout:
      /^id +matched +when +then\n\S{36} +0 of 2 +{"amount":{"min":100,"max":200}} +{"reasonCode":484}\n$/,
  })
  const second = await json('rules', 'add', '{"when":{"attempt":2},"then":{"approve":true}}')
  matches(t, second, { id: /^\S{36}$/, then: { approve: true }, matched: 0 })
  t.equal(await attempt(sandbox, { amount: 150 }), 484)
  matches(t, await json('rules'), { rules: [{ matched: 1 }, { id: second.id }] })
  matches(t, await steer('rules', 'list'), {
    stdout: /\n\S+ +1 of 2 .*\n\S+ +0 +{"attempt":2} +{"approve":true}\n$/,
  })
  matches(t, await steer('rules', 'clear', second.id), { code: 0, stdout: '1 rule cleared\n' })
  matches(t, await steer('rules', 'clear', second.id), {
    code: 1,
    stderr: /^epay-sandbox: Rule is not found: /,
  })
  t.same(await json('rules', 'clear'), { cleared: 1 })
  t.same(await sandbox.rules.list(), [])
})

t.test('a rule that is wrong is exit code 2, with what it got and what was expected', async (t) => {
  const { steer } = await open(t)
  for (const [args, stderr] of [
    [['--code', '999'], /then\.reasonCode: got 999, expected a code/],
    [['--when-invoice', '1'], /then: got nothing/],
    [['{"then":{"reasoncode":484}}'], /then\.reasoncode: got an unknown field, expected one of reasonCode, /],
    [['{'], /the rule is not JSON/],
    [['--nonsense'], /unknown option/],
  ] as const)
    matches(t, await steer('rules', 'add', ...args), { code: 2, stdout: '', stderr }, args.join(' '))
})

t.test('trigger decides the next payment and only the next', async (t) => {
  const { sandbox, steer, json } = await open(t)
  matches(t, await steer('trigger', '484'), {
    code: 0,
    stdout: /^the next payment is declined with 484 Not sufficient funds \(rule \S+\)\n$/,
  })
  t.equal(await attempt(sandbox), 484)
  t.equal(await attempt(sandbox), 0)
  matches(t, await json('trigger', 'approve'), { then: { approve: true }, times: 1 })
  t.equal(await attempt(sandbox, { typed: { holder: 'CODE 484' } }), 0)
  matches(t, await steer('trigger', 'nothing'), {
    code: 2,
    stderr: /outcome "nothing": near it: .*expected a reason code/,
  })
})

t.test('the clock is shown, moved and let go', async (t) => {
  const { sandbox, steer, json } = await open(t)
  await tokenOf(sandbox)
  matches(t, await steer('clock'), { code: 0, stdout: 'virtual  2025-02-12T04:42:51.000Z\n' })
  const moved = await steer('clock', 'advance', 'PT2H')
  t.match(moved.stdout, /^virtual {2}2025-02-12T06:42:51\.000Z\nat +what +id\n\S+ +token expires +\S+\n$/)
  t.same(await json('clock', 'set', '2025-03-01T00:00:00+05:00'), {
    mode: 'virtual',
    now: '2025-02-28T19:00:00.000Z',
    fired: [],
  })
  matches(t, await json('clock', 'system'), { mode: 'system' })
  matches(t, await steer('clock', 'advance', 'soon'), {
    code: 2,
    stderr: /got "soon", expected a duration .* such as PT2H or 2h/,
  })
  for (const back of ['PT-2H', '2x'])
    matches(t, await steer('clock', 'advance', back), { code: 2, stderr: /, forward and before/ }, back)
  await json('clock', 'set', '2025-03-01T00:00:00+05:00')
  matches(t, await json('clock', 'advance', '1d2h30m'), { now: '2025-03-01T21:30:00.000Z' })
  matches(t, await steer('clock', 'set', '2025-03-01'), { code: 2, stderr: /expected an ISO 8601 instant/ })
})

t.test('workspaces are made, listed, steered and deleted', async (t) => {
  const { sandbox, steer, json } = await open(t)
  const made = await json(
    'workspaces',
    'create',
    'mine',
    '--seed',
    's',
    '--clock',
    '2030-01-01T00:00:00Z',
    '--quirks',
    'expiresIn=string',
  )
  matches(t, made, {
    name: 'mine',
    seed: 's',
    quirks: { expiresIn: 'string' },
    clock: { now: '2030-01-01T00:00:00.000Z' },
  })
  t.match(
    (await steer('workspaces')).stdout,
    /^name +seed .*\ndefault +test .*\nmine +s +2025 +virtual 2030-01-01 05:00:00/,
  )
  await steer('trigger', '484', '--workspace', 'mine')
  t.same(await sandbox.rules.list(), [])
  matches(t, (await control(inWorkspace(sandbox, 'mine'), 'GET', 'rules')).body, {
    rules: [{ then: { reasonCode: 484 } }],
  })
  matches(t, await steer('workspaces', 'create', 'mine', '--seed', 'other'), {
    code: 1,
    stderr: /has the seed "s"/,
  })
  matches(t, await steer('workspaces', 'create', 'bad name'), { code: 2, stderr: /name: got "bad name"/ })
  matches(t, await steer('workspaces', 'create', 'x', '--quirks', 'expiresIn'), {
    code: 2,
    stderr: /expected name=value/,
  })
  matches(t, await steer('workspaces', 'delete', 'mine'), { code: 0, stdout: 'workspace mine is gone\n' })
  matches(t, await steer('workspaces', 'delete', 'mine'), { code: 1, stderr: /Workspace is not found/ })
})

t.test('doctor names the rules that never matched', async (t) => {
  const { sandbox, steer, json } = await open(t)
  t.notMatch((await steer('doctor')).stdout, 'never matched')
  await sandbox.rules.add({ when: { invoiceId: '77' }, then: { reasonCode: 484 } })
  await sandbox.rules.add({ then: { reasonCode: 465 } })
  await attempt(sandbox)
  const { code, stdout } = await steer('doctor')
  t.equal(code, 0)
  t.match(stdout, /\nRules that never matched .*\nid .*\n\S+ +0 +{"invoiceId":"77"} +{"reasonCode":484}\n\n/)
  matches(t, await json('doctor'), { neverMatched: [{ when: { invoiceId: '77' } }] })
  t.equal((await json('doctor')).neverMatched.length, 1)
})

t.test('cards --all lists a card for 3-D Secure and one for each reason code', async (t) => {
  const { stdout } = await run(['cards', '--all'])
  t.match(stdout, /\n4405639704015096 +01\/27 +321 +unlock/)
  t.match(stdout, /\n4000003004730012 +challenge +asks for a code, then fails with 473\n/)
  t.match(stdout, /\n4000000004840007 +00000000-0000-4000-8000-000000000484 +484 +Not sufficient funds\n/)
  const { body } = { body: JSON.parse((await run(['cards', '--all', '--format', 'json'])).stdout) }
  t.equal(body.sandbox.length, 102)
  t.equal(body.threeDS.length, 5)
})

t.test('the address of the dashboard has the control token, where there is one', async (t) => {
  const sandbox = await openSandbox(t)
  const open = async (...args: string[]) =>
    (await run(['open', '--print', '--url', `${sandbox.url}/`, ...args])).stdout
  t.equal(await open(), `${sandbox.url}/_sandbox/\n`)
  t.equal(await open('--token', 'a b'), `${sandbox.url}/_sandbox/?token=a%20b\n`)
})
