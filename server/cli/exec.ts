import { type Command, Option } from 'commander'
import { environmentOf } from '../client/environment.ts'
import { type Config, loadConfig } from '../config.ts'
import type { Run } from '../readings/coverage/file.ts'
import { takeoverUnused } from '../readings/findings/judge.ts'
import { withLoopback } from '../takeover/upstream.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'
import { addressOptions } from './addresses.ts'
import { type Ended, runChild } from './child.ts'
import { tellCoverage } from './coverage.ts'
import { type EnvironmentFormat, printEnvironment } from './environment.ts'
import { breaksStrict, findingsTable } from './findings.ts'
import { type Launched, launch } from './launch.ts'
import { controlTokenOption } from './remote.ts'
import { writeRunReport } from './run-report.ts'
import { refuseProduction, takeoverOptions, takeoverSurroundings } from './takeover.ts'
import { show, tell } from './terminal.ts'

type Flags = Record<string, unknown> & { dialect?: string }

/** A proxy of the machine cannot know where this sandbox is. */
const pastProxies = (env: NodeJS.ProcessEnv): Record<string, string> => {
  const noProxy = withLoopback(env.no_proxy ?? env.NO_PROXY)
  return { NO_PROXY: noProxy, no_proxy: noProxy }
}

/** Nobody slips by unseen: such a run says nothing of the shop. */
const noteUnused = ({ findings }: Launched) =>
  findings.add({ workspace: defaultWorkspace, finding: takeoverUnused, severity: 'warning' })

/** A run of the command against one sandbox, and what was counted in it. */
interface Ran {
  ended: Ended
  config: Config
  run: Run
}

const runAgainst = async (flags: Flags, command: string[], both = false): Promise<Ran> => {
  const config = await loadConfig({ port: '0', takeoverPort: '0', ...flags }, process.env)
  await refuseProduction(config, process.env)
  const running = await launch(config)
  try {
    const around = await takeoverSurroundings(running, config, process.env)
    const { variables, before, summary, close } = around
    const env = {
      ...environmentOf(running.url, running.controlToken),
      ...pastProxies(process.env),
      ...variables,
    }
    const ended = await runChild([...before, ...command], env, running.broken).finally(close)
    if (around.isUnused()) noteUnused(running)
    const found = findingsTable(running.findings, config, both ? flags.dialect : undefined)
    tell(summary() + found)
    await writeRunReport(running, config, {
      ...(both && flags.dialect ? { dialect: flags.dialect } : {}),
      exitCode: ended.code,
    })
    const strict = breaksStrict(running.findings, config.strict)
    const run = { dialect: config.dialect, reading: running.coverage.reading() }
    return { ended: failedIf(strict, ended), config, run }
  } finally {
    await running.close()
  }
}

/** What the command itself says comes first. */
const failedIf = (failed: boolean, ended: Ended): Ended =>
  ended.code === 0 && failed ? { ...ended, code: 1 } : ended

/** Once per dialect: a shop that understands both understands the documents and the wire. */
const runInBoth = async (flags: Flags, command: string[]): Promise<Ran[]> => {
  const runs: Ran[] = []
  for (const dialect of ['documented', 'observed'] as const) {
    const ran = await runAgainst({ ...flags, dialect }, command, true)
    runs.push(ran)
    if (ran.ended.interrupted) break
  }
  for (const { run, ended } of runs) tell(`epay-sandbox: dialect ${run.dialect}: exit code ${ended.code}\n`)
  return runs
}

const exec = async (command: string[], flags: Flags) => {
  const runs = flags.dialect === 'both' ? await runInBoth(flags, command) : [await runAgainst(flags, command)]
  const worst = runs.map(({ ended }) => ended).find(({ code }) => code !== 0)
  const ended = worst ?? { code: 0, interrupted: false }
  const [{ config } = {}] = runs
  const enough =
    !config ||
    (await tellCoverage(
      runs.map(({ run }) => run),
      config,
    ))
  process.exitCode = failedIf(!enough, ended).code
}

export const execCommand = (program: Command): void => {
  addressOptions(takeoverOptions(program.command('exec')))
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
    .option('--stages <number>', 'whether the shared test terminal charges at once (one) or holds (two)')
    .option('--cards <edition>', 'edition of the test cards, 2025 or 2020')
    .option('--journal <where>', 'memory, or the path of a SQLite file')
    .option('--scenario <name or file>', 'a scenario whose rules are in force')
    .option('--port <number>', 'another port than a free one')
    .option(
      '--config <file>',
      'configuration file (default: epay-sandbox.config.yaml or .json, when present)',
    )
    .option('--quirks <list>', 'single differences of the dialect, name=value,… ; see doctor')
    .option('--strict [severity]', 'exit with 1 when there were findings: errors, or warnings too')
    .option('--coverage [file]', 'tell which behaviours of the bank the run met; =<file.json> writes it, too')
    .option('--report <folder>', 'write the report of the run there: HTML, JSON, JUnit and Markdown')
    .option('--lang <language>', 'of the report and of findings: eng, rus or kaz (default: eng)')
    .option('--min-coverage <percent>', 'exit with 1 when it met less of what it uses')
    .passThroughOptions()
    .action(exec)
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
    .addOption(controlTokenOption('its control token, if it has one'))
    .addOption(new Option('--format <format>', 'how').choices(['dotenv', 'shell', 'json']).default('dotenv'))
    .action(({ url, token, format }: { url: string; token?: string; format: EnvironmentFormat }) => {
      const environment = environmentOf(url.replace(/\/$/, ''), token)
      show(`${printEnvironment(environment, format)}\n`)
    })
}
