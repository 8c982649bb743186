import { join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { loadConfig, toConfig } from '../../server/config.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { run, startProcess } from './run.ts'

type Flags = Parameters<typeof loadConfig>[0]

/** What the flags come to, given environment and files, in a folder of their own. */
const load = (
  t: Test,
  flags: Flags,
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) => {
  const before = process.cwd()
  process.chdir(folder(t, files))
  return loadConfig(flags, env).finally(() => process.chdir(before))
}

t.test('without a word from anybody the defaults of the documentation hold', async (t) => {
  matches(t, await load(t, {}), {
    port: 3729,
    host: '127.0.0.1',
    journal: 'memory',
    clock: 'system',
    dialect: 'documented',
    cards: '2025',
    format: 'text',
    allowPostlinksTo: { length: 0 },
  })
})

t.test(
  'a value that cannot be used is refused in one sentence: what it got, what was expected',
  async (t) => {
    for (const [flags, sentence] of [
      [{ port: '99999' }, /^port is "99999", expected a port number from 0/],
      [{ port: '' }, /^port is "", expected a port number/],
      [{ port: '80.5' }, /^port is "80\.5"/],
      [{ stopTimeout: '1.5' }, /^stopTimeout is "1\.5", expected a whole number of seconds from 0 to 3600$/],
      [{ drain: '3601' }, /^drain is "3601", expected a whole number of seconds/],
      [{ maxWorkspaces: '0' }, /^maxWorkspaces is "0", expected a whole number above 0$/],
      [{ clock: 'yesterday' }, /^clock is "yesterday", expected system, or an ISO 8601 instant/],
      [{ clock: '2025-02-12T09:42:51' }, /^clock is .* with an offset such as/],
      [{ clock: '2025-13-40T09:42:51Z' }, /^clock is/],
      [{ dialect: 'invented' }, /^dialect is "invented", expected documented or observed$/],
      [{ cards: '2019' }, /^cards is "2019", expected 2025 or 2020$/],
      [{ format: 'xml' }, /^format is "xml", expected text or json$/],
      [{ quirks: 'expiresIn' }, /^quirks is "expiresIn", expected name=value pairs/],
      [{ quirks: 'nothing=1' }, /^quirk "nothing" does not exist; known quirks: expiresIn, /],
      [{ stages: 'three' }, /^stages is "three", expected one or two$/],
      [
        { stages: 'one', quirks: 'testTerminalStages=two' },
        /^stages is "one" and the quirk testTerminalStages is "two": they set the same thing/,
      ],
      [{ quirks: 'expiresIn=text' }, /^quirk "expiresIn" cannot be "text"; choose one of: /],
      [{ seed: '' }, /^seed is "", expected a text/],
      [{ config: 'missing.yaml' }, /^missing\.yaml cannot be read: /],
    ] as const) {
      await t.rejects(load(t, flags), { message: sentence }, JSON.stringify(flags))
    }
  },
)

t.test('a clock may be an instant', async (t) => {
  const at = '2025-02-12T09:42:51+05:00'
  t.equal((await load(t, { clock: at })).clock, Date.parse(at))
})

t.test('every option is also an environment variable', async (t) => {
  const env = {
    EPAY_SANDBOX_PORT: '0',
    EPAY_SANDBOX_HOST: 'localhost',
    EPAY_SANDBOX_JOURNAL: 'here.sqlite',
    EPAY_SANDBOX_SEED: 'from env',
    EPAY_SANDBOX_CLOCK: '2025-02-12T00:00:00Z',
    EPAY_SANDBOX_CARDS: '2020',
    EPAY_SANDBOX_DIALECT: 'observed',
    EPAY_SANDBOX_QUIRKS: 'acountId=both, expiresIn=number',
    EPAY_SANDBOX_ALLOW_POSTLINKS_TO: 'shop.example, other.example',
    EPAY_SANDBOX_TOKEN: 'secret',
    EPAY_SANDBOX_FORMAT: 'json',
  }
  matches(t, await load(t, {}, env), {
    port: 0,
    host: 'localhost',
    journal: 'here.sqlite',
    seed: 'from env',
    clock: Date.parse('2025-02-12T00:00:00Z'),
    cards: '2020',
    quirks: { acountId: 'both', expiresIn: 'number', tokenLifetime: '1200' },
    allowPostlinksTo: ['shop.example', 'other.example'],
    token: 'secret',
    format: 'json',
  })
})

t.test('a YAML file in the folder is the configuration', async (t) => {
  const yaml = `
port: 4000
seed: from yaml
clock: 2025-02-12T09:42:51+05:00
quirks:
  tokenLifetime: 1200
  acountId: accountId
allowPostlinksTo: [shop.example]
`
  matches(t, await load(t, {}, {}, { 'epay-sandbox.config.yaml': yaml }), {
    port: 4000,
    seed: 'from yaml',
    clock: Date.parse('2025-02-12T09:42:51+05:00'),
    quirks: { tokenLifetime: '1200', acountId: 'accountId', expiresIn: 'number' },
    allowPostlinksTo: ['shop.example'],
  })
})

t.test('in YAML an edition may stand without quotes, where it is a number', async (t) => {
  matches(t, await load(t, {}, {}, { 'epay-sandbox.config.yaml': 'cards: 2020\n' }), { cards: '2020' })
})

t.test('a JSON file in the folder is the configuration', async (t) => {
  const file = JSON.stringify({ seed: 'from json', quirks: { expiresIn: 'string' } })
  matches(t, await load(t, {}, {}, { 'epay-sandbox.config.json': file }), {
    seed: 'from json',
    quirks: { expiresIn: 'string' },
  })
})

t.test('--config names another file, and so does its variable', async (t) => {
  const files = {
    'epay-sandbox.config.yaml': 'seed: default\n',
    'a.yaml': 'seed: a\n',
    'b.yaml': 'seed: b\n',
  }
  t.equal((await load(t, { config: 'a.yaml' }, {}, files)).seed, 'a')
  t.equal((await load(t, {}, { EPAY_SANDBOX_CONFIG: 'a.yaml' }, files)).seed, 'a')
  t.equal((await load(t, { config: 'b.yaml' }, { EPAY_SANDBOX_CONFIG: 'a.yaml' }, files)).seed, 'b')
})

t.test('the flag wins over the environment, the environment over the file', async (t) => {
  const files = { 'epay-sandbox.config.yaml': 'seed: file\ncards: "2020"\ndialect: observed\n' }
  const env = { EPAY_SANDBOX_SEED: 'env', EPAY_SANDBOX_CARDS: '2025' }
  matches(t, await load(t, { seed: 'flag' }, env, files), {
    seed: 'flag',
    cards: '2025',
    dialect: 'observed',
  })
})

t.test('an empty configuration file changes nothing', async (t) => {
  matches(t, await load(t, {}, {}, { 'epay-sandbox.config.yaml': '' }), { cards: '2025', port: 3729 })
})

t.test('a file that cannot be used is refused in one sentence', async (t) => {
  for (const [name, content, sentence] of [
    ['a.yaml', 'prot: 1\n', /^a\.yaml has unknown keys prot; known: port, host, /],
    ['a.json', '{"port": }', /^a\.json cannot be read as JSON: /],
    ['a.yaml', 'port: [1\n', /^a\.yaml:\d+:\d+ {2}Flow sequence/],
    ['a.yaml', 'cards: 2021\n', /^cards is 2021, expected 2025 or 2020/],
    ['a.json', '[]', /^a\.json .*expected/],
    ['a.json', '17', /^a\.json .*expected/],
  ] as const) {
    await t.rejects(load(t, { config: name }, {}, { [name]: content }), { message: sentence }, content)
  }
})

t.test('a wrong value: exit code 2, one sentence on stderr, nothing on stdout', async (t) => {
  for (const args of [
    ['--port', 'x'],
    ['--config', join(folder(t), 'missing.yaml')],
  ]) {
    const { code, stdout, stderr } = await run(['start', ...args])
    t.equal(code, 2, args.join(' '))
    t.match(stderr, /^epay-sandbox: [^\n]+\n$/)
    t.equal(stdout, '')
  }
})

t.test('an option that does not exist, or lacks its value, is a usage error', async (t) => {
  for (const [args, said] of [
    [['--prot', '1'], /^error: .*\n.*--help/s],
    [['--port'], /^error: .*\n.*--help/s],
    [['surplus'], /^epay-sandbox: too many arguments: "surplus"; expected .* start /],
  ] as const) {
    const { code, stderr } = await run(['start', ...args])
    t.equal(code, 2, args.join(' '))
    t.match(stderr, said)
  }
})

t.test('flag, variable and file all reach a started sandbox', async (t) => {
  const cwd = folder(t, { 'epay-sandbox.config.yaml': 'dialect: observed\ncards: "2020"\nport: 0\n' })
  const env = { EPAY_SANDBOX_CARDS: '2025', EPAY_SANDBOX_SEED: 'env' }
  const { url } = await startProcess(t, ['--seed', 'flag'], { cwd, env })
  matches(t, await (await fetch(`${url}/_sandbox/settings`)).json(), {
    seed: 'flag',
    cards: '2025',
    quirks: { expiresIn: 'string' },
  })
})

t.test('what Docker and Kubernetes say of a service of our name is no option, and is told so', async (t) => {
  const lines: string[] = []
  const env = {
    EPAY_SANDBOX_PORT: 'tcp://10.0.0.1:3729',
    EPAY_SANDBOX_TAKEOVER_PORT: 'tcp://10.0.0.2:3743',
    EPAY_SANDBOX_SEED: 'tcp',
  }
  const config = await loadConfig({}, env, (text) => lines.push(text))
  matches(t, config, { port: 3729, takeoverPort: 3743, seed: 'tcp' })
  matches(t, lines, [
    /^EPAY_SANDBOX_PORT=tcp:\/\/10\.0\.0\.1:3729 is ignored/,
    /^EPAY_SANDBOX_TAKEOVER_PORT=/,
  ])
})

t.test('addresses are read in the ways they are written, and refused at the start otherwise', async (t) => {
  const given = {
    publicUrl: 'https://pay.example.kz/epay/',
    trustProxy: 'true',
    allowPostlinksTo: '*.shop.example, 203.0.113.0/24 https://a.example:8443/x',
    dataDir: 'data',
  }
  matches(t, toConfig(given), {
    publicUrl: 'https://pay.example.kz/epay',
    trustProxy: true,
    allowPostlinksTo: ['*.shop.example', '203.0.113.0/24', 'https://a.example:8443/x'],
    dataDir: resolve('data'),
  })
  t.same(toConfig({ trustProxy: '10.0.0.0/8,::1' }).trustProxy, ['10.0.0.0/8', '::1'])
  for (const [name, value, words] of [
    ['publicUrl', 'pay.example.kz', /publicUrl is "pay\.example\.kz", expected an http or https address/],
    ['publicUrl', 'https://pay.example.kz/?a=b', /publicUrl is/],
    ['allowPostlinksTo', '10.0.0.0/40', /allowPostlinksTo has "10\.0\.0\.0\/40", expected a host/],
    ['trustProxy', 'a b..c', /trustProxy has "b\.\.c"/],
    ['isolate', 'npm', /isolate is "npm", expected true, false or hosts/],
  ] as const)
    t.throws(() => toConfig({ takeover: true, [name]: value }), { message: words })
})
