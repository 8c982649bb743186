import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sources } from '../../contracts/sources.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openMerchant, openSandbox, payThroughPage } from '../world.ts'
import { run } from './run.ts'

const json = async (args: string[]) => {
  const { code, stdout, stderr } = await run([...args, '--format', 'json'])
  return { code, stderr, body: JSON.parse(stdout || 'null') as Record<string, unknown> }
}

/** A paid invoice whose shop answered 500, and one that was never paid. */
const openDay = async (t: Test) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  merchant.answer = async () => 500
  await payThroughPage(sandbox, { order: { postLink: merchant.url } })
  const order = { invoiceId: '000000002' }
  await payThroughPage(sandbox, { order, token: { invoiceID: '000000002' }, typed: lockedCard })
  // The clock of the test stands still: this rings what is due and waits for the answers.
  await sandbox.clock.advance('PT0S')
  return { sandbox, merchant, url: ['--url', sandbox.url] }
}
const lockedCard = { pan: '4003032704547597', expiry: '09/20', cvc: '170', holder: 'TEST TEST' }

t.test('payments are listed and shown', async (t) => {
  const { url } = await openDay(t)
  const { code, stdout } = await run(['payments', 'list', ...url])
  t.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  t.match(lines[0], /^time +invoice +status +amount +reason +card$/)
  t.match(lines[1], /000000002 +FAILED +100 KZT +465 /, 'the newest stands first')
  t.match(lines[2], /^02-12 09:42:51 +000000001 +CHARGE +100 KZT +0 success +440563\.\.\.5096$/)
  t.equal(lines.length, 3)

  const { body } = await json(['payments', ...url])
  const payments = body.payments as Record<string, unknown>[]
  matches(t, payments, [{ invoiceId: '000000001' }, { invoiceId: '000000002', reasonCode: 465 }])
  matches(t, (await json(['payments', 'list', '--invoice', '000000002', ...url])).body, {
    payments: [{ invoiceId: '000000002' }],
  })
  matches(t, (await json(['payments', 'list', '--status', 'CHARGE', ...url])).body.payments, { length: 1 })
  for (const name of [payments[0]?.id, '000000001'])
    matches(t, (await json(['payments', 'show', String(name), ...url])).body, payments[0] ?? {})
})

t.test('postlinks are listed, shown, held, released and sent again', async (t) => {
  const { url, merchant } = await openDay(t)
  const { stdout } = await run(['postlinks', 'list', ...url])
  t.match(stdout, /^time +invoice +kind +state +answer +to\n\S+ \S+ +000000001 +success +due +500 +http/)
  const { body } = await json(['postlinks', ...url, '--invoice', '000000001'])
  const [postlink] = body.postlinks as { id: string }[]
  const id = postlink?.id ?? ''
  matches(t, (await json(['postlinks', 'show', id, ...url])).body, { id, attempts: [{ status: 500 }] })
  matches(t, (await json(['postlinks', 'hold', id, ...url])).body, { state: 'held' })
  merchant.answer = async () => 200
  matches(t, (await json(['postlinks', 'release', id, ...url])).body, { state: 'delivered' })
  t.match((await run(['postlinks', 'resend', '000000001', ...url])).stdout, /delivered +200/)
  t.equal(merchant.received.length, 3)
})

t.test('a thing that is not there is one sentence and exit code 1', async (t) => {
  const { url } = await openDay(t)
  for (const args of [
    ['payments', 'show', 'nothing'],
    ['postlinks', 'resend', '../reset'],
  ]) {
    const { code, stdout, stderr } = await run([...args, ...url])
    t.equal(code, 1, args.join(' '))
    t.match(stderr, /^epay-sandbox: .* is not found: .*\n$/)
    t.equal(stdout, '')
  }
})

t.test('reset forgets everything of the workspace', async (t) => {
  const { url } = await openDay(t)
  matches(t, await run(['reset', ...url]), { code: 0, stdout: /^workspace default is empty again\n$/ })
  t.same((await json(['payments', ...url])).body, { payments: [] })
  matches(t, await json(['reset', ...url]), { code: 0, body: { workspace: 'default', journal: 0 } })
})

t.test('a moment gets a name', async (t) => {
  const { url } = await openDay(t)
  matches(t, await run(['mark', 'checkout', ...url]), {
    code: 0,
    stdout: /^marked "checkout" at entry \d+\n$/,
  })
  matches(t, await json(['mark', 'refund', ...url]), { code: 0, body: { name: 'refund' } })
  matches(t, await run(['mark', '42', ...url]), { code: 2, stderr: /use words|a name/ })
})

t.test('another workspace is spoken to by its name; anyone who only looks makes none', async (t) => {
  const { url } = await openDay(t)
  for (const args of [
    ['payments'],
    ['postlinks'],
    ['rules'],
    ['clock'],
    ['doctor'],
    ['payments', 'show', '1'],
  ])
    matches(t, await run([...args, ...url, '--workspace', 'mine']), {
      code: 1,
      stderr:
        /^epay-sandbox: there is no workspace "mine"; near it: default; make it: .*workspaces create mine\n/,
    })
  t.same(((await json(['workspaces', ...url])).body.workspaces as unknown[]).length, 1)
  await run(['workspaces', 'create', 'mine', ...url])
  t.same((await json(['payments', ...url, '--workspace', 'mine'])).body, { payments: [] })
  t.equal(((await json(['payments', ...url])).body.payments as unknown[]).length, 2)
})

t.test('the address and the control token come from the environment too', async (t) => {
  const sandbox = await openSandbox(t, { token: 'let-me-in' })
  const env = { EPAY_SANDBOX_URL: sandbox.url, EPAY_CONTROL_TOKEN: 'let-me-in' }
  matches(t, await run(['payments'], { env }), { code: 0, stdout: /^time / })
  const { code, stderr } = await run(['payments', '--token', 'wrong'], { env })
  t.equal(code, 1)
  t.match(stderr, /^epay-sandbox: Wrong control token: /)
})

t.test('of the two token variables EPAY_SANDBOX_TOKEN wins', async (t) => {
  const { url } = await openSandbox(t, { token: 'let-me-in' })
  const [right, wrong] = ['let-me-in', 'of-another']
  const both = (own: string, other: string) =>
    run(['payments'], { env: { EPAY_SANDBOX_URL: url, EPAY_SANDBOX_TOKEN: own, EPAY_CONTROL_TOKEN: other } })
  matches(t, await both(right, wrong), { code: 0 })
  matches(t, await both(wrong, right), { code: 1, stderr: /^epay-sandbox: Wrong control token: / })
})

t.test('cards are printed for either edition, without a running sandbox', async (t) => {
  const { code, stdout } = await run(['cards'])
  t.equal(code, 0)
  t.match(
    stdout,
    /\bnumber +expiry +cvc +status +source\n *4405639704015096 +01\/27 +321 +unlock +Halyk.*Saving a payment card\n/,
  )
  t.equal(stdout.match(/ Saving a payment card$/gm)?.length, 5)
  const { edition, cards } = (await json(['cards', '--edition', '2020'])).body as Record<string, unknown>
  t.equal(edition, '2020')
  matches(t, (cards as object[])[0], { pan: '4405639704015096', expiry: '01/25', cvc: '815' })
})

t.test('doctor finds everything in order, and says where the sandbox guesses', async (t) => {
  const sandbox = await openSandbox(t, { dialect: 'observed' })
  const { code, stdout } = await run(['doctor', '--url', sandbox.url])
  t.match(
    stdout,
    /^Stages: the shared test terminal holds here .AUTH. until operation.*;\nat the bank it was seen to hold/m,
  )
  t.equal(code, 0)
  t.match(stdout, /Node\.js +ok/)
  t.match(stdout, /running sandbox +ok +http/)
  t.match(stdout, /\nexpiresIn +string +number string +type of expires_in/)
  t.match(stdout, /\nassumed +locked test card declines with 465/)
  for (const { title, link } of Object.values(sources))
    t.ok(stdout.includes(`  ${title}\n    ${link}\n`), title)
  const { body } = await json(['doctor', '--url', sandbox.url])
  matches(t, body, { checks: [{ ok: true }, { ok: true }] })
  const [first] = body.quirks as object[]
  matches(t, first, { name: 'expiresIn', value: 'string', provenance: { level: 'observed' } })
})

t.test('doctor finds no sandbox: exit code 1, and the tables are printed all the same', async (t) => {
  const { code, stdout, stderr } = await run(['doctor', '--url', 'http://127.0.0.1:1'])
  t.equal(code, 1)
  t.match(stdout, /running sandbox +NOT OK/)
  t.match(stdout, /\nRules\n/)
  t.match(stderr, /^epay-sandbox: running sandbox: no sandbox answers at http:\/\/127\.0\.0\.1:1/)
})

t.test('a sandbox that does not answer: exit code 4 and one sentence', async (t) => {
  for (const args of [['payments'], ['postlinks', 'hold', 'x'], ['reset']]) {
    const { code, stdout, stderr } = await run([...args, '--url', 'http://127.0.0.1:1'])
    t.equal(code, 4, args.join(' '))
    t.match(
      stderr,
      /^epay-sandbox: no sandbox answers at http:\/\/127\.0\.0\.1:1 \(.+\); start one, or give --url\n$/,
    )
    t.equal(stdout, '')
  }
})

t.test('something else that answers at the address is one sentence, not a stack', async (t) => {
  const other = await openMerchant(t)
  other.answer = async () => 200
  for (const args of [['payments'], ['reset'], ['doctor']]) {
    const { code, stderr } = await run([...args, '--url', other.url])
    t.ok([1, 4].includes(code ?? 0), `${args}: exit code ${code}`)
    t.notMatch(stderr, /\n\s+at /, `${args}: no stack trace`)
  }
})

t.test('an address that is none is one sentence, not a stack', async (t) => {
  for (const url of ['nonsense', 'http://', '']) {
    const { code, stderr } = await run(['payments', '--url', url])
    t.ok([2, 4].includes(code ?? 0), `"${url}": exit code ${code}`)
    t.notMatch(stderr, /\n\s+at /, 'no stack trace')
  }
})

t.test('a wrong choice is a usage error that names the choices', async (t) => {
  for (const args of [
    ['payments', '--format', 'xml'],
    ['cards', '--edition', '1999'],
  ]) {
    const { code, stderr } = await run(args)
    t.equal(code, 2, args.join(' '))
    t.match(stderr, /Allowed choices are/)
  }
  for (const args of [['payments', 'shwo', 'x'], ['paymnets'], ['payments', 'show']]) {
    t.equal((await run(args)).code, 2, args.join(' '))
  }
})

t.test('any moment again: fork, rewind, export and import', async (t) => {
  const { sandbox, url } = await openDay(t)
  await run(['mark', 'before the refund', ...url])
  await sandbox.clock.advance('PT1M')
  const fork = (to: string, ...more: string[]) => run(['workspaces', 'fork', 'default', to, ...more, ...url])
  matches(t, await fork('now'), { code: 0, stdout: /^workspace now goes on from entry \d+ of default\n$/ })
  const { body } = await json(['workspaces', 'fork', 'default', 'then', '--at', 'before the refund', ...url])
  matches(t, body, { name: 'then', seq: Number, clock: { now: '2025-02-12T04:42:51.000Z' } })
  matches(t, (await json(['postlinks', '--workspace', 'then', ...url])).body, {
    postlinks: [{ state: 'held' }],
  })
  matches(t, await fork('now'), { code: 1, stderr: /there is a workspace now already/ })
  matches(t, await fork('bad', '--at', 'nowhere'), { code: 1, stderr: /the latest are "before the refund"/ })
  matches(t, await run(['workspaces', 'rewind', 'now', '--at', '3', ...url]), {
    stdout: /^workspace now is back at entry 3\n$/,
  })
  matches(t, await run(['workspaces', 'rewind', 'now', ...url]), { code: 2, stderr: /--at/ })

  const file = join(folder(t), 'journal.ndjson')
  matches(t, await run(['workspaces', 'export', file, '--workspace', 'then', ...url]), {
    stdout: /^\d+ entries are in /,
  })
  matches(t, await run(['workspaces', 'import', file, '--workspace', 'again', ...url]), {
    stdout: /^workspace again has the \d+ entries/,
  })
  await run(['workspaces', 'export', `${file}.2`, '--workspace', 'again', ...url])
  t.equal(readFileSync(`${file}.2`, 'utf8'), readFileSync(file, 'utf8'))
  matches(t, await run(['workspaces', 'import', file, ...url]), { code: 2, stderr: /--workspace <name>/ })
  matches(t, await run(['workspaces', 'import', `${file}.3`, '--workspace', 'x', ...url]), {
    code: 2,
    stderr: /cannot be read/,
  })
})

t.test('the cases of certify are listed, each with what it promises', async (t) => {
  const { code, stdout } = await run(['certify', '--list'])
  t.equal(code, 0)
  t.match(stdout, /^case +promise\n/)
  t.match(stdout, /^wrong-secret +A postlink with a wrong secret_hash, or none, pays nothing\.$/m)
})
