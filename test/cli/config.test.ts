import t, { type Test } from 'tap'
import { folder } from '../folder.ts'
import { run, startProcess } from './run.ts'

const started = async (
  t: Test,
  args: string[],
  surroundings: { env?: Record<string, string>; files?: Record<string, string> },
) => {
  const { env, files } = surroundings
  const { url } = await startProcess(t, ['--port', '0', ...args], { env, cwd: folder(t, files) })
  return (await (await fetch(`${url}/_sandbox/settings`)).json()) as Record<string, unknown>
}

/** Starts what must not start. */
const refused = (
  t: Test,
  args: string[],
  { env, files }: { env?: Record<string, string>; files?: Record<string, string> } = {},
) => run(['start', ...args], { env: { EPAY_SANDBOX_PORT: '0', ...env }, cwd: folder(t, files) })

t.test('a value that cannot be used is refused in one sentence: what came, what was expected', async (t) => {
  for (const [args, sentence] of [
    [['--port', '99999'], /^epay-sandbox: port is "99999", expected a port number from 0/],
    [['--port', ''], /^epay-sandbox: port is "", expected a port number/],
    [['--port', '80.5'], /^epay-sandbox: port is "80\.5"/],
    [
      ['--clock', 'yesterday'],
      /^epay-sandbox: clock is "yesterday", expected system, or an ISO 8601 instant/,
    ],
    [['--clock', '2025-02-12T09:42:51'], /^epay-sandbox: clock is .* with an offset such as/],
    [['--clock', '2025-13-40T09:42:51Z'], /^epay-sandbox: clock is/],
    [['--dialect', 'invented'], /^epay-sandbox: dialect is "invented", expected documented or observed/],
    [['--cards', '2019'], /^epay-sandbox: cards is "2019", expected 2025 or 2020/],
    [['--format', 'xml'], /^epay-sandbox: format is "xml", expected text or json/],
    [['--quirks', 'expiresIn'], /^epay-sandbox: quirks is "expiresIn", expected name=value pairs/],
    [['--quirks', 'nothing=1'], /^epay-sandbox: quirk "nothing" does not exist; known quirks: expiresIn, /],
    [['--quirks', 'expiresIn=text'], /^epay-sandbox: quirk "expiresIn" cannot be "text"; choose one of: /],
    [['--seed', ''], /^epay-sandbox: seed is "", expected a text/],
    [['--journal', 'postgres://x/y'], /^epay-sandbox: journal /],
    [['--config', 'missing.yaml'], /^epay-sandbox: missing\.yaml cannot be read/],
  ] as const) {
    const { code, stdout, stderr } = await refused(t, [...args])
    t.equal(code, 2, args.join(' '))
    t.match(stderr, sentence, args.join(' '))
    t.notMatch(stderr, /\n\s+at /, 'no stack trace')
    t.equal(stdout, '', 'nothing on stdout')
  }
})

t.test('an option that does not exist, or lacks its value, is a usage error', async (t) => {
  for (const args of [['--prot', '1'], ['--port'], ['surplus']]) {
    const { code, stderr } = await refused(t, args)
    t.equal(code, 2, args.join(' '))
    t.match(stderr, /^error: .*\n.*--help/s)
  }
})

t.test('every option is also an environment variable', async (t) => {
  const settings = await started(t, [], {
    env: {
      EPAY_SANDBOX_SEED: 'from env',
      EPAY_SANDBOX_CARDS: '2020',
      EPAY_SANDBOX_DIALECT: 'observed',
      EPAY_SANDBOX_QUIRKS: 'acountId=both,expiresIn=number',
      EPAY_SANDBOX_ALLOW_POSTLINKS_TO: 'shop.example',
    },
  })
  t.match(settings, {
    seed: 'from env',
    cards: '2020',
    quirks: { acountId: 'both', expiresIn: 'number', tokenLifetime: '1200' },
  })
})

t.test('a wrong value in the environment is refused like a wrong flag', async (t) => {
  const { code, stderr } = await refused(t, [], { env: { EPAY_SANDBOX_CARDS: '1999' } })
  t.equal(code, 2)
  t.match(stderr, /^epay-sandbox: .*cards is "1999", expected 2025 or 2020/i)
})

t.test('a YAML file in the folder is the configuration', async (t) => {
  const yaml = 'seed: from yaml\ncards: 2020\nquirks:\n  tokenLifetime: 1200\n  acountId: accountId\n'
  t.match(await started(t, [], { files: { 'epay-sandbox.config.yaml': yaml } }), {
    seed: 'from yaml',
    cards: '2020',
    quirks: { tokenLifetime: '1200', acountId: 'accountId', expiresIn: 'number' },
  })
})

t.test('a JSON file in the folder is the configuration', async (t) => {
  const file = JSON.stringify({ seed: 'from json', quirks: { expiresIn: 'string' } })
  t.match(await started(t, [], { files: { 'epay-sandbox.config.json': file } }), {
    seed: 'from json',
    quirks: { expiresIn: 'string' },
  })
})

t.test('--config names another file, and so does its variable', async (t) => {
  const files = { 'epay-sandbox.config.yaml': 'seed: default\n', 'other.yaml': 'seed: other\n' }
  t.match(await started(t, ['--config', 'other.yaml'], { files }), { seed: 'other' })
  t.match(await started(t, [], { files, env: { EPAY_SANDBOX_CONFIG: 'other.yaml' } }), { seed: 'other' })
})

t.test('the flag wins over the environment, the environment over the file', async (t) => {
  const files = { 'epay-sandbox.config.yaml': 'seed: file\ncards: "2020"\ndialect: observed\n' }
  const env = { EPAY_SANDBOX_SEED: 'env', EPAY_SANDBOX_CARDS: '2025' }
  t.match(await started(t, ['--seed', 'flag'], { files, env }), {
    seed: 'flag',
    cards: '2025',
    quirks: { expiresIn: 'string' },
  })
})

t.test('an empty configuration file changes nothing', async (t) => {
  t.match(await started(t, [], { files: { 'epay-sandbox.config.yaml': '' } }), { cards: '2025' })
})

t.test('a file that cannot be used is refused in one sentence', async (t) => {
  for (const [name, content, sentence] of [
    ['a.yaml', 'prot: 1\n', /^epay-sandbox: a\.yaml has unknown keys prot; known: port, host, /],
    ['a.json', '{"port": }', /^epay-sandbox: a\.json cannot be read as JSON: /],
    ['a.yaml', 'port: [1\n', /^epay-sandbox: a\.yaml cannot be read as YAML: /],
    ['a.yaml', 'cards: 2021\n', /^epay-sandbox: cards is 2021, expected 2025 or 2020/],
    ['a.json', '[]', /^epay-sandbox: a\.json .*expected/],
    ['a.json', '"text"', /^epay-sandbox: a\.json .*expected/],
  ] as const) {
    const { code, stderr } = await refused(t, ['--config', name], { files: { [name]: content } })
    t.equal(code, 2, content)
    t.match(stderr, sentence, content)
    t.notMatch(stderr, /\n\s+at /, 'no stack trace')
  }
})
