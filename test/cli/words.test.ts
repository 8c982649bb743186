import t from 'tap'
import { fitted } from '../../server/cli/fit.ts'
import { matches } from '../matches.ts'
import { openSandbox, payThroughPage } from '../world.ts'
import { run } from './run.ts'

/** What a hand types that does not know the commands by heart. */

t.test('a mistyped command or subcommand is told the near one, and starts nothing', async (t) => {
  for (const [typed, said] of [
    ['paymnets', /"paymnets" is no command of epay-sandbox; did you mean payments\? There are start, exec, /],
    ['payments shwo 1', /"shwo" is no command of .*payments; did you mean show\?/],
    ['workspaces lsit', /did you mean list\?/],
    ['rules ad {}', /did you mean add\?/],
    ['clock advance 1h 2h', /too many arguments: "2h"; expected .*clock advance \[options\] <duration>/],
    ['certify --lits', /Did you mean --list\?/],
  ] as const)
    matches(t, await run(typed.split(' ')), { code: 2, stdout: '', stderr: said }, typed)
})

t.test('a reason code is found by words in three languages', async (t) => {
  for (const words of [
    'insufficient',
    'insufficient-funds',
    'недостаточно',
    'жетіспейді',
    'Not sufficient funds',
  ])
    matches(
      t,
      await run(['codes', ...words.split(' ')]),
      { code: 0, stdout: /^484 {2}Not sufficient funds\n/ },
      words,
    )
  const { stdout } = await run(['codes', 'limit', '--format', 'json'])
  const { reasonCodes } = JSON.parse(stdout) as { reasonCodes: { code: number; reason: string }[] }
  t.same(
    reasonCodes.slice(0, 2).map(({ code }) => code),
    [488, 491],
  )
  for (const { code, reason } of reasonCodes) t.match(reason, /limit/i, String(code))
  matches(t, await run(['codes', 'inzufficient']), {
    code: 2,
    stderr: /no reason code says "inzufficient"; .* such as "insufficient", /,
  })
})

t.test('a status that does not exist names those that do', async (t) => {
  const { url } = await openSandbox(t)
  matches(t, await run(['payments', 'list', '--status', 'PAID', '--url', url]), {
    code: 2,
    stderr: /--status is "PAID"; did you mean CHARGE\? There are NEW, .*CHARGE, /,
  })
  matches(t, await run(['payments', 'list', '--status', 'charge', '--url', url]), { code: 0 })
})

t.test('the cases of certify are a document too', async (t) => {
  const { cases } = JSON.parse((await run(['certify', '--list', '--format', 'json'])).stdout)
  matches(t, cases[0], { name: 'success-once', promise: /paid/, why: /\w/, fix: /\w/ })
  matches(t, await run(['certify', '--list', '--format', 'html']), {
    code: 2,
    stderr: /told as text or json/,
  })
})

t.test('no line is wider than the terminal, and nothing of it is lost', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox, {
    order: { postLink: 'http://127.0.0.1:1/epay/postlink?a-long=address-of-a-shop' },
  })
  await sandbox.rules.add({
    when: { invoiceId: '77', amount: { min: 5, max: 7 } },
    then: { reasonCode: 484 },
  })
  const env = { COLUMNS: '' }
  for (const args of [['payments'], ['postlinks'], ['rules'], ['doctor'], ['workspaces'], ['clock']]) {
    const { stdout } = await run([...args, '--url', sandbox.url], { env })
    t.same(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
      args.join(' '),
    )
  }
  for (const args of [['codes'], ['cards', '--all'], ['scenario', 'list'], ['certify', '--list']]) {
    const { stdout } = await run(args, { env })
    t.same(
      stdout.split('\n').filter((line) => line.length > 80),
      [],
      args.join(' '),
    )
  }
  const wide = await run(['payments', '--url', sandbox.url], { env: { COLUMNS: '250' } })
  t.match(wide.stdout, /000000001 +CHARGE +100 KZT +0 success +440563\.\.\.5096\n/)
})

t.test('a cell goes on below itself where it is too wide', async (t) => {
  const rows = [
    ['id', 'text'],
    ['1', 'one two three four'],
    ['2', 'x'.repeat(20)],
  ]
  t.equal(
    fitted(rows, 13),
    ['id  text', '1   one two', '    three', '    four', '2   xxxxxxxxx', '    xxxxxxxxx', '    xx'].join(
      '\n',
    ),
  )
  t.equal(fitted(rows, 80), ['id  text', '1   one two three four', `2   ${'x'.repeat(20)}`].join('\n'))
})

t.test('colours are for who can see them', async (t) => {
  const sandbox = await openSandbox(t)
  await payThroughPage(sandbox)
  const args = ['payments', '--url', sandbox.url]
  t.notMatch((await run(args)).stdout, '\u001b[')
  t.match((await run(args, { env: { FORCE_COLOR: '1' } })).stdout, '\u001b[32mCHARGE\u001b[39m')
})

t.test('-v prints the version, as --version does', async (t) => {
  t.same((await run(['-v'])).stdout, (await run(['--version'])).stdout)
})
