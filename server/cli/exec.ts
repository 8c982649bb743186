import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { type Command, Option } from 'commander'
import type { Dialect } from '../../contracts/quirk.ts'
import { loadConfig } from '../config.ts'
import { StartError } from '../start-error.ts'
import { type EnvironmentFormat, environmentOf, printEnvironment } from './environment.ts'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs the command to its end; a signal to us is a signal to it. Its exit code, as a shell would tell it. */
const run = (command: string[], env: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const [program = '', ...rest] = command
    const child = spawn(program, rest, { stdio: 'inherit', env: { ...process.env, ...env } })
    const forward = (signal: NodeJS.Signals) => void child.kill(signal)
    for (const signal of forwarded) process.on(signal, forward)
    const done = () => {
      for (const signal of forwarded) process.off(signal, forward)
    }
    child.once('error', (error: NodeJS.ErrnoException) => {
      done()
      const why = error.code === 'ENOENT' ? 'no such program' : error.message
      reject(new StartError(`cannot run "${program}": ${why}`))
    })
    child.once('exit', (code, signal) => {
      done()
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1))
    })
  })

type Flags = Record<string, unknown> & { dialect?: string }

const runAgainst = async (flags: Flags, command: string[]): Promise<number> => {
  const { start } = await import('../main.ts')
  const running = await start(await loadConfig({ port: '0', ...flags }, process.env))
  try {
    return await run(command, environmentOf(running.url, running.controlToken))
  } finally {
    await running.close()
  }
}

/** Once per dialect: a shop that understands both understands the documents and the wire. */
const runInBoth = async (flags: Flags, command: string[]): Promise<number> => {
  const codes: [Dialect, number][] = []
  for (const dialect of ['documented', 'observed'] as const) {
    codes.push([dialect, await runAgainst({ ...flags, dialect }, command)])
  }
  for (const [dialect, code] of codes)
    process.stderr.write(`epay-sandbox: dialect ${dialect}: exit code ${code}\n`)
  return codes.find(([, code]) => code !== 0)?.[1] ?? 0
}

export const execCommand = (program: Command): void => {
  program
    .command('exec')
    .description('start a sandbox on a free port, run a command with its addresses in the environment, stop')
    .argument('<command...>', 'the command, after --')
    .option('--seed <text>', 'makes the run repeatable')
    .option('--clock <when>', 'system, or an ISO 8601 instant')
    .addOption(
      new Option('--dialect <name>', 'documented, observed, or both').choices([
        'documented',
        'observed',
        'both',
      ]),
    )
    .option('--cards <edition>', 'edition of the test cards, 2025 or 2020')
    .option('--journal <where>', 'memory, or the path of a SQLite file')
    .option('--scenario <name or file>', 'a scenario whose rules are in force')
    .option('--port <number>', 'another port than a free one')
    .passThroughOptions()
    .action(async (command: string[], flags: Flags) => {
      process.exitCode = await (flags.dialect === 'both'
        ? runInBoth(flags, command)
        : runAgainst(flags, command))
    })
}

export const envCommand = (program: Command): void => {
  program
    .command('env')
    .description('print the addresses and credentials exec gives to a command')
    .addOption(
      new Option('--url <url>', 'the running sandbox')
        .env('EPAY_SANDBOX_URL')
        .default('http://127.0.0.1:3729'),
    )
    .addOption(new Option('--format <format>', 'how').choices(['dotenv', 'shell', 'json']).default('dotenv'))
    .action(({ url, format }: { url: string; format: EnvironmentFormat }) => {
      process.stdout.write(`${printEnvironment(environmentOf(url.replace(/\/$/, '')), format)}\n`)
    })
}
