import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { run, startProcess } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { bearer, tokenForm } from '../world.ts'

const start = async (t: Test, journal: string, limits: { maxFileBytes?: number } = {}) => {
  const running = await startProcess(t, ['--port', '0', '--quiet', '--journal', journal], limits)
  const issue = (invoiceID: string) =>
    fetch(`${running.url}/epay2/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(tokenForm({ invoiceID })),
    })
  return { ...running, issue }
}

type Tokens = Map<string, string>

/** Issues tokens until the bank answers something else. */
const issueAll = async (issue: (invoiceId: string) => Promise<Response>) => {
  const acknowledged: Tokens = new Map()
  for (let i = 100_000; ; i++) {
    const answer = await issue(String(i))
    if (answer.status !== 200) return { acknowledged, answer }
    const { access_token } = (await answer.json()) as { access_token: string }
    acknowledged.set(String(i), access_token)
  }
}

/** Those tokens the bank does not know. */
const unknownTo = async (url: string, tokens: Tokens) => {
  const unknown: string[] = []
  for (const [invoiceId, token] of tokens) {
    const status = `${url}/api/check-status/payment/transaction/${invoiceId}`
    const answer = await fetch(status, { headers: bearer(token) })
    await answer.text()
    if (answer.status !== 200) unknown.push(invoiceId)
  }
  return unknown
}

t.test('a disk that is full in the middle of a run: 503 in words, exit code 3, nothing lost', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const full = await start(t, journal, { maxFileBytes: 512 * 1024 })
  const { acknowledged, answer } = await issueAll(full.issue)
  t.equal(answer.status, 503)
  const body = await answer.text()
  t.match(body, /cannot write the journal .*disk I\/O error; see what ails the disk: .*, then start again/)
  t.notMatch(body, /\bat .*:\d+:\d+/, 'no stack trace')
  t.equal(await full.closed, 3)
  t.match(
    full.stderr(),
    /^epay-sandbox: cannot write the journal ".*": disk I\/O error; .*, then start again$/m,
  )

  const again = await start(t, journal, { maxFileBytes: 2 * 512 * 1024 })
  t.ok(acknowledged.size > 20, `${acknowledged.size} tokens were issued`)
  t.same(await unknownTo(again.url, acknowledged), [], 'every one of them is still good')
  t.equal((await again.issue('999999')).status, 200, 'and it goes on')
  t.equal((await again.stop()).code, 0)
})

t.test('a folder that is removed under it: 503 in words, exit code 3', async (t) => {
  const removed = join(folder(t), 'removed')
  mkdirSync(removed)
  const { issue, closed, stderr } = await start(t, join(removed, 'journal.sqlite'))
  t.equal((await issue('100000')).status, 200)
  rmSync(removed, { recursive: true })
  const answer = await issue('100001')
  t.equal(answer.status, 503)
  const why =
    /cannot write the journal .*: the file has been removed or replaced; move it back, then start again/
  t.match(await answer.text(), why)
  t.equal(await closed, 3)
  t.match(stderr(), why)
})

const shop = `
  const { EPAY_OAUTH_URL, FORM } = process.env
  const issue = () => fetch(EPAY_OAUTH_URL, { method: 'POST', body: FORM, headers: {
    'content-type': 'application/x-www-form-urlencoded' } })
  while ((await issue()).status === 200);
  setInterval(() => {}, 1e9)`

t.test('a command under exec does not go on with a bank that cannot', async (t) => {
  const journal = join(folder(t), 'journal.sqlite')
  const { code, stderr } = await run(
    ['exec', '--journal', journal, '--', process.execPath, '--input-type=module', '-e', shop],
    { maxFileBytes: 512 * 1024, env: { FORM: String(new URLSearchParams(tokenForm())) } },
  )
  t.equal(code, 3)
  t.match(stderr, /^epay-sandbox: cannot write the journal .*, then start again\n$/)
})
