import t, { type Test } from 'tap'
import manifest from '../../package.json' with { type: 'json' }
import { matches } from '../matches.ts'
import { run, runApart } from './run.ts'

/** The commands that a help text lists. */
const commandsOf = (help: string): string[] =>
  [...(/\nCommands:\n(.*?)(\n\n|$)/s.exec(help)?.[1] ?? '').matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name]) => name as string)
    .filter((name) => name !== 'help')

const walk = async (t: Test, path: string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await run([...path, '--help'])
  const name = ['epay-sandbox', ...path].join(' ')
  t.equal(code, 0, `${name} --help`)
  t.equal(stderr, '', 'nothing on stderr')
  t.match(stdout, new RegExp(`^Usage: ${name}\\b`))
  // A command without a sentence about it is not documented.
  t.match(stdout, /\n\n\w.+\n/, `${name} says what it does`)
  const found = [path.join(' ')]
  for (const command of commandsOf(stdout)) found.push(...(await walk(t, [...path, command])))
  return found
}

t.test('every command has help', async (t) => {
  const found = await walk(t, [])
  for (const name of [
    'start',
    'payments list',
    'payments show',
    'postlinks resend',
    'cards',
    'mark',
    'reset',
    'doctor',
  ])
    t.ok(found.includes(name), name)
})

t.test('the help of start names every option', async (t) => {
  const { stdout } = await run(['start', '--help'])
  for (const option of [
    'port',
    'host',
    'journal',
    'seed',
    'clock',
    'config',
    'dialect',
    'quirks',
    'cards',
    'allow-postlinks-to',
    'max-workspaces',
    'stop-timeout',
    'drain',
    'token',
    'format',
    'quiet',
  ]) {
    t.match(stdout, new RegExp(`--${option}\\b.*`), option)
  }
  t.match(stdout, /EPAY_SANDBOX_<NAME>/)
})

t.test('--version prints the version of the package', async (t) => {
  matches(t, await run(['--version']), { code: 0, stdout: `${manifest.version}\n` })
})

t.test('a command says the same in the tests and in a process of its own', async (t) => {
  for (const args of [['codes', '484'], ['payments', 'lst'], ['clock', 'advance', 'soon'], ['--version']]) {
    t.same(await run(args), await runApart(args), args.join(' '))
  }
})
