import t from 'tap'
import { matches } from '../matches.ts'
import { run, startProcess } from './run.ts'

// Three requests for a token: one without a terminal's name spelled right, one that no document knows, one right.
const asking = (fields: string) => `
  const { env } = process
  const ask = (more) => fetch(env.EPAY_OAUTH_URL, { method: 'POST', body: new URLSearchParams({
    grant_type: 'client_credentials', scope: 'payment', client_id: env.EPAY_CLIENT_ID,
    client_secret: env.EPAY_CLIENT_SECRET, terminal: env.EPAY_TERMINAL_ID, ...more }) })
  await ask(${fields})`

const exec = (fields: string, ...flags: string[]) =>
  run(['exec', ...flags, '--', process.execPath, '--input-type=module', '-e', asking(fields)])

const misspelt = "{ terminalId: 'x' }"
const wrong = "{ amount: '1,5', invoiceID: '000000001', currency: 'KZT' }"

t.test('exec ends with a table of what was found', async (t) => {
  const { code, stderr } = await exec(misspelt)
  t.equal(code, 0)
  t.match(stderr, 'epay-sandbox: findings: 1 warning')
  t.match(stderr, /warning {2}misspelt-field: .*"terminalId"; terminal was probably meant\. Fix: rename/)
})

t.test('exec says nothing where nothing was found', async (t) => {
  matches(t, await exec('{}', '--strict=warnings'), { code: 0, stderr: /^$/ })
})

for (const [fields, strict, code] of [
  [misspelt, '--strict', 0],
  [misspelt, '--strict=warnings', 1],
  [wrong, '--strict', 1],
  [wrong, '--strict=errors', 1],
] as const) {
  t.test(`exec ${strict} of a run with ${fields} ends with ${code}`, async (t) => {
    t.equal((await exec(fields, strict)).code, code)
  })
}

t.test("the command's own exit code wins", async (t) => {
  const code = `${asking(wrong)}; process.exit(7)`
  t.equal(
    (await run(['exec', '--strict', '--', process.execPath, '--input-type=module', '-e', code])).code,
    7,
  )
})

t.test('with both dialects there is a table for each', async (t) => {
  const { stderr } = await exec(misspelt, '--dialect', 'both')
  t.match(stderr, 'findings in the dialect documented: 1 warning')
  t.match(stderr, 'findings in the dialect observed: 1 warning')
})

t.test('--strict takes errors or warnings', async (t) => {
  const { code, stderr } = await exec('{}', '--strict=all')
  t.equal(code, 2)
  t.match(stderr, 'strict is "all", expected errors or warnings')
})

const askWrong = (url: string) =>
  fetch(`${url}/epay2/oauth2/token`, { method: 'POST', body: new URLSearchParams({ amount: '1,5' }) })

t.test('start logs each finding once, tells them all at its stop, and fails when it is strict', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0', '--strict'])
  await askWrong(url)
  await askWrong(url)
  const { code, stderr } = await stop()
  t.equal(code, 1)
  t.equal(stderr.match(/^! error {4}field-wrong: amount/gm)?.length, 1)
  t.match(stderr, /findings: \d errors/)
  t.match(stderr, 'field-wrong (2 times): amount: got "1,5"')
})

t.test('as JSON each is an object of its own, and the table is one', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0', '--format', 'json'])
  await askWrong(url)
  const { code, stderr } = await stop()
  t.equal(code, 0)
  const events = stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  t.same(
    events.filter(({ event, id }) => event === 'finding' && id === 'field-wrong').map(({ count }) => count),
    [1],
  )
  const table = events.find(({ event }) => event === 'findings')?.findings as { id: string }[]
  matches(
    t,
    table.find(({ id }) => id === 'field-wrong'),
    { severity: 'error', count: 1, provenance: {} },
  )
})
