import t from 'tap'
import { matches } from '../matches.ts'
import { startProcess } from './run.ts'

const add = (url: string, rule: object) =>
  fetch(`${url}/_sandbox/rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  })

t.test('at shutdown the rules that never matched are told, of every workspace', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0'])
  await add(url, { when: { invoiceId: '77' }, then: { reasonCode: 484 } })
  await add(`${url}/w/mine`, { then: { answer: 'lost' } })
  const { code, stderr } = await stop()
  t.equal(code, 0)
  t.match(
    stderr,
    new RegExp(
      'epay-sandbox: rule never matched: {"when":{"invoiceId":"77"},"then":{"reasonCode":484}} ' +
        '\\(workspace default, rule \\S+\\)\\n',
    ),
  )
  t.match(
    stderr,
    /epay-sandbox: rule never matched: {"when":{},"then":{"answer":"lost"}} \(workspace mine, rule \S+\)\n/,
  )
})

t.test('with --format json each is an object of its own line', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0', '--format', 'json'])
  await add(url, { when: { invoiceId: '77' }, then: { reasonCode: 484 } })
  const { stderr } = await stop()
  matches(
    t,
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [
      { event: 'rule never matched', workspace: 'default', rule: { when: { invoiceId: '77' }, matched: 0 } },
      { event: 'stopped' },
    ],
  )
})

t.test('a rule that has matched is not told', async (t) => {
  const { url, stop } = await startProcess(t, ['--port', '0'])
  await add(url, { when: { operation: 'token' }, then: { answer: { status: 502 } } })
  await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'x', client_id: 'x', client_secret: 'x' }),
  })
  t.notMatch((await stop()).stderr, 'never matched')
})
