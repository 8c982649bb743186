import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { run as shell } from '../cli/run.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openRecording, tokenVia } from '../record/recorded.ts'
import { root } from '../source.ts'

const shop = join(root, 'fixtures/shops/flawed/shop.js')

/** A shop in git, whose start script has a flaw, or none. */
const repository = (t: Test) => {
  const place = folder(t)
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=shop', '-c', 'user.email=shop@example.kz', ...args], {
      cwd: place,
      encoding: 'utf8',
    })
  const order = '{ url: "http://127.0.0.1:{port}/checkout", form: { price: "{amount}" } }'
  const probe = '{ url: "http://127.0.0.1:{port}/order/{invoiceId}", amount: $.paid }'
  writeFileSync(join(place, 'certify.yaml'), `start: sh run.sh\ncreateOrder: ${order}\nprobe: ${probe}\n`)
  const start = (flaw: string, script = `FLAW=${flaw} ORDERS="$PWD/orders" exec node '${shop}'\n`) =>
    writeFileSync(join(place, 'run.sh'), script)
  const commit = () => {
    git('add', 'certify.yaml', 'run.sh')
    git('commit', '-q', '-m', 'shop')
    return git('rev-parse', 'HEAD').trim()
  }
  git('init', '-q')
  writeFileSync(join(place, '.git/info/exclude'), 'orders*\npact.json\n')
  return { place, start, commit, git }
}

const parts = (json: string) =>
  Object.fromEntries(
    (JSON.parse(json).parts as { name: string; verdict: string }[]).map(({ name, verdict }) => [
      name,
      verdict,
    ]),
  )

t.test('one verdict from everything, bound to the commit', async (t) => {
  const { place, start, commit } = repository(t)
  start('')
  const hash = commit()
  const recorded = await openRecording(t, { dialect: 'observed' })
  await tokenVia(recorded)
  const pact = JSON.parse(
    readFileSync(join(root, 'contracts/published/pacts/canonical-merchant-epay.json'), 'utf8'),
  )
  writeFileSync(
    join(place, 'pact.json'),
    JSON.stringify({ ...pact, interactions: pact.interactions.slice(0, 1) }),
  )
  const flags = [
    ...['--pacts', 'pact.json', '--provider-states-url', 'http://127.0.0.1:{port}/pact-states'],
    '--config',
    'certify.yaml',
    '--only',
    'success-once,same-postlink-twice',
    '--recordings',
    recorded.out,
  ]
  const { code, stdout, stderr } = await shell(['rehearse', ...flags, '--format', 'json'], { cwd: place })
  t.equal(code, 0, stderr + stdout)
  matches(t, parts(stdout), {
    ...{
      certify: 'passed',
      findings: 'passed',
      coverage: 'passed',
      configuration: 'passed',
      recordings: 'passed',
    },
    ...{ "the shop's pacts": 'passed', "the bank's postlinks, by its pact": 'passed' },
  })
  t.match(stderr, new RegExp(`bound to ${hash}`))
  const read = (name: string) => readFileSync(join(place, 'rehearsal', name), 'utf8')
  matches(t, JSON.parse(read('rehearsal.intoto.json')), {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { gitCommit: hash } }],
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: { result: 'PASSED', configuration: [{ name: 'certify.yaml' }], failedTests: [] },
  })
  const page = read('rehearsal.html')
  t.match(page, /This is a rehearsal by epay-sandbox\. It is not the bank&#39;s/)
  t.ok(page.indexOf('id="assumed"') < page.indexOf('certify'), 'what it rests on comes first')
  matches(t, JSON.parse(read('rehearsal.json')), {
    rehearsal: 1,
    verdict: 'passed',
    assumed: [String],
    commit: { hash, changed: [] },
  })
})

t.test('a broken promise and a bad setting fail it, and changed files bind nothing', async (t) => {
  const { place, start, commit } = repository(t)
  start('')
  commit()
  start('pays-twice')
  writeFileSync(join(place, 'bank.js'), 'const agent = { rejectUnauthorized: false }\n')
  const { code, stdout, stderr } = await shell(
    ['rehearse', '--only', 'same-postlink-twice', '--min-coverage', '99'],
    { cwd: place },
  )
  t.equal(code, 1, stderr)
  t.match(stdout, /✗ certify: .*\n {4}same-postlink-twice: /)
  t.match(stdout, /✗ coverage: /)
  t.match(
    stdout,
    /✗ configuration: 1 of 8 rules failed\n {4}tls-not-verified\n {6}certificates .*\n {6}bank\.js:1/,
  )
  t.match(stdout, /^This is a rehearsal by epay-sandbox\. It is not the bank's.*\nrests on what/)
  t.match(stdout, /REHEARSAL FAILED {2}sh run\.sh$/m)
  t.match(stderr, /no statement: 2 files are not as they were committed/)
  const page = readFileSync(join(place, 'rehearsal/rehearsal.html'), 'utf8')
  t.match(page, '<p class="figure">failed; 3 of 7 parts were left out</p>')
})

t.test('a fix is proved against the commit before it', async (t) => {
  const { place, start, commit, git } = repository(t)
  start('pays-twice')
  const before = commit()
  start('')
  const args = ['certify', '--prove', before, '--only', 'same-postlink-twice']
  const proof = await shell([...args, '--format', 'json'], { cwd: place })
  t.equal(proof.code, 0, proof.stderr)
  matches(t, JSON.parse(proof.stdout), {
    ...{
      receipt: 1,
      proved: true,
      before: { ref: before, commit: before },
      now: { commit: before, changed: ['run.sh'] },
    },
    cases: [
      {
        name: 'same-postlink-twice',
        before: { outcome: 'failed', reason: String },
        now: { outcome: 'passed' },
      },
    ],
  })
  t.equal(git('worktree', 'list').trim().split('\n').length, 1, 'nothing of the old commit is left')
})

t.test('what does not start proves nothing, and what is no commit is a mistake', async (t) => {
  const { place, start, commit } = repository(t)
  start('', 'exit 3\n')
  commit()
  start('')
  const args = ['certify', '--only', 'success-once', '--prove']
  const dead = await shell([...args, 'HEAD'], { cwd: place })
  t.equal(dead.code, 5)
  t.match(dead.stderr, /the shop as it was at HEAD does not start, so nothing is proven: .*exit code 3/)
  matches(t, await shell([...args, 'nowhere'], { cwd: place }), { code: 2, stderr: /"nowhere" is no commit/ })
  matches(t, await shell(['certify', '--prove', 'HEAD'], { cwd: place }), {
    code: 2,
    stderr: /--prove needs --only/,
  })
})
