import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { openSandbox, requestToken } from '../world.ts'
import { run } from './run.ts'

// One token, asked for between two marks.
const asking = `
  const { env } = process
  const mark = (name) => fetch(env.EPAY_SANDBOX_URL + '/_sandbox/marks', { method: 'POST',
    headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name }) })
  await mark('gets a token')
  await fetch(env.EPAY_OAUTH_URL, { method: 'POST', body: new URLSearchParams({
    grant_type: 'client_credentials', scope: 'payment', client_id: env.EPAY_CLIENT_ID,
    client_secret: env.EPAY_CLIENT_SECRET, terminal: env.EPAY_TERMINAL_ID }) })`

const exec = (flags: string[], code = asking) =>
  run(['exec', ...flags, '--', process.execPath, '--input-type=module', '-e', code])

const statusRun = {
  coverage: 1,
  runs: [
    {
      dialect: 'documented',
      uses: [{ use: 'token' }, { use: 'a call of next year' }],
      behaviours: [
        { id: 'token/lost', use: 'token', count: 2, by: [{ workspace: 'default', mark: 'loses an answer' }] },
        { id: 'token/answered', use: 'token', count: 1, by: [{ workspace: 'default' }] },
        { id: 'token/nobody knows it', use: 'token', count: 1, by: [] },
      ],
    },
  ],
}

t.test('exec prints what was met, by which test, and how to provoke the rest', async (t) => {
  const { code, stderr } = await exec(['--coverage', '--min-coverage', '20'])
  t.equal(code, 0)
  t.match(stderr, /epay-sandbox: exercised 3 of 11 behaviours of what you use \(27\.2 %\)\n/)
  t.match(
    stderr,
    /\n {2}POST epay2\/oauth2\/token: 3 of 11\n {4}yes {2}answers +once, first in "gets a token"\n/,
  )
  t.match(stderr, /no {3}it happens, and the answer never arrives +epay-sandbox rules add '/)
})

t.test('a run that met less than was asked for fails, unless the command has failed already', async (t) => {
  matches(t, await exec(['--min-coverage', '60']), {
    code: 1,
    stderr: /less than the 60 % of --min-coverage/,
  })
  t.equal((await exec(['--min-coverage', '60'], `${asking}; process.exit(7)`)).code, 7)
})

t.test('with both dialects there is a figure for each, and parallel jobs are merged', async (t) => {
  const place = folder(t)
  const [one, two, all] = ['a.json', 'b.json', 'all.json'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ]
  const { code, stderr } = await exec(['--dialect', 'both', `--coverage=${one}`])
  t.equal(code, 0)
  t.match(stderr, 'exercised 3 of 11 behaviours of what you use (27.2 %) in the dialect documented')
  t.match(stderr, 'exercised 3 of 11 behaviours of what you use (27.2 %) in the dialect observed')
  t.match(stderr, 'exercised 5 of 11 behaviours of what you use (45.4 %), in either dialect')
  matches(t, JSON.parse(readFileSync(one, 'utf8')), {
    coverage: 1,
    runs: [{ dialect: 'documented', met: 3, of: 11 }, { dialect: 'observed' }],
  })
  writeFileSync(two, JSON.stringify(statusRun))
  const merged = await run(['coverage', 'merge', one, two, '--out', all])
  matches(t, merged, { code: 0, stdout: /exercised 4 of 11 .* in the dialect documented/ })
  t.match(
    merged.stdout,
    /yes {2}it happens, and the answer never arrives +2 times, first in "loses an answer"/,
  )
  const again = await run(['coverage', 'merge', all, '--format', 'json', '--min-coverage', '90'])
  matches(t, again, { code: 1, stderr: /less than the 90 %/ })
  matches(t, JSON.parse(again.stdout), {
    runs: [
      { dialect: 'documented', met: 4 },
      { dialect: 'observed', met: 3 },
    ],
  })
})

t.test('a running sandbox is asked, and what is no file of coverage is told in words', async (t) => {
  const sandbox = await openSandbox(t)
  await requestToken(sandbox)
  matches(t, await run(['coverage', '--url', sandbox.url]), { code: 0, stdout: /exercised 3 of 11/ })
  const place = folder(t)
  const bad = join(place, 'bad.json')
  for (const [text, words] of [
    ['{"coverage":2,"runs":[]}', /coverage is 2, expected 1: a file that --coverage/],
    ['<html>', /is no JSON/],
  ] as const) {
    writeFileSync(bad, text)
    matches(t, await run(['coverage', 'merge', bad]), { code: 2, stderr: words })
  }
  matches(t, await run(['coverage', 'merge', join(place, 'none.json')]), {
    code: 2,
    stderr: /cannot be read/,
  })
  matches(t, await run(['exec', '--coverage', 'npm', '--', 'x']), { code: 2, stderr: /write -- before/ })
})
