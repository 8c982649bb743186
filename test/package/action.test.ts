import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { parse } from 'yaml'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import { root } from '../source.ts'
import { packed, usersEnvironment } from './packed.ts'

interface Step {
  name: string
  id?: string
  if?: string
  uses?: string
  env?: Record<string, string>
  run?: string
}
interface Action {
  inputs: Record<string, { description: string; default: string }>
  outputs: Record<string, { description: string; value: string }>
  runs: { using: string; steps: Step[] }
}

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action
const home = folder(t)
const { tarball } = await packed()

/**
 * Runs the steps of action.yml one after another, with what GitHub's runner gives them. Both jobs have one temporary
 * folder, as two steps of a job have: the second finds the package installed.
 */
const perform = async (given: Record<string, string>) => {
  const temp = join(home, 'temp')
  mkdirSync(temp, { recursive: true })
  const found = Object.fromEntries(
    ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT'].map((file) => [file, join(temp, file)]),
  )
  for (const file of Object.values(found)) writeFileSync(file, '')
  const inputs = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([key, input]) => [key, input.default])),
    ...given,
  }
  const filled = (text: string) =>
    text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, key) => inputs[key] ?? '')
  let stdout = ''
  for (const step of action.runs.steps) {
    const wanted = step.if === undefined || (step.if === "inputs.command != ''") === (inputs.command !== '')
    if (!step.run || !wanted) continue
    const path = [
      ...readFileSync(found.GITHUB_PATH as string, 'utf8')
        .split('\n')
        .filter(Boolean),
      dirname(process.execPath),
      process.env.PATH,
    ]
    const own = Object.entries(step.env ?? {}).map(([key, value]) => [key, filled(value)])
    const env = {
      ...usersEnvironment,
      ...found,
      ...Object.fromEntries(own),
      RUNNER_TEMP: temp,
      PATH: path.join(delimiter),
    }
    const bash = ['-u', 'NODE_OPTIONS', 'bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run]
    stdout += (await promisify(execFile)('env', bash, { cwd: temp, env, timeout: 240_000 })).stdout
  }
  const lines = (file: string) =>
    Object.fromEntries(
      readFileSync(found[file] as string, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(/=(.*)/).slice(0, 2)),
    )
  return { stdout, env: lines('GITHUB_ENV'), outputs: lines('GITHUB_OUTPUT') }
}

t.test('no input is pasted into a script', async (t) => {
  for (const { name, run } of action.runs.steps) t.notMatch(run ?? '', /\$\{\{/, name)
})

t.test('with a command: it runs against a sandbox of its own, once in each dialect', async (t) => {
  const command = 'node -p "process.env.EPAY_API_URL"'
  const { stdout, env } = await perform({ version: tarball, command, dialect: 'both', seed: '1' })
  t.equal(stdout.match(/^http:\/\/127\.0\.0\.1:\d+\/api$/gm)?.length, 2)
  t.same(env, {})
})

t.test('without one: the sandbox stays, and the steps that follow know where', async (t) => {
  const { env, outputs } = await perform({ version: tarball, port: '0', seed: 'of the action' })
  t.teardown(() => process.kill(Number(outputs.pid)))
  const settings = (await (await fetch(`${outputs.url}/_sandbox/settings`)).json()) as { seed: string }
  t.equal(settings.seed, 'of the action')
  matches(t, env, { EPAY_OAUTH_URL: `${outputs.url}/epay2/oauth2/token`, EPAY_CLIENT_ID: 'test' })
  for (const { value } of Object.values(action.outputs)) {
    const [, name = ''] = /outputs\.([\w-]+)/.exec(value) ?? []
    t.ok(outputs[name], name)
  }
})
