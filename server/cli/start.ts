import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { secondMs } from '../../contracts/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { Running } from '../main.ts'
import { logText } from '../readings/log.ts'
import { printableLines } from '../redaction/printable.ts'
import type { Takeover } from '../takeover/takeover.ts'
import { version } from '../version.ts'
import { addressOptions } from './addresses.ts'
import { writeInBatches } from './batch.ts'
import { exitCodeOf, fail } from './exit.ts'
import { breaksStrict, findingLogLine, findingsTable } from './findings.ts'
import { launch } from './launch.ts'
import { whenOrphaned } from './parents.ts'
import { writeRunReport } from './run-report.ts'
import { takeoverOptions, takeoverText } from './takeover.ts'
import { show, tellPainted } from './terminal.ts'
import { stoppedLine } from './trouble.ts'
import { unmatchedLine, unmatchedRules } from './unmatched.ts'

const factsOf = ({ url, hosts, caFile, files, caKeyDigest }: Takeover) => ({
  url,
  hosts,
  caFile,
  bundleFile: files.bundleFile,
  caKeyDigest,
})

const ready = (running: Running, { format, publicUrl }: Config) => {
  const { url, controlToken, takeover } = running
  if (format === 'json') {
    const text = { event: 'ready', url, version, ...(controlToken ? { controlToken } : {}) }
    return `${JSON.stringify({ ...text, ...(takeover ? { takeover: factsOf(takeover) } : {}) })}\n`
  }
  const lines = [
    `epay-sandbox ${version} ready on ${url}`,
    `  token      ${url}/epay2/oauth2/token`,
    `  page       ${url}/payform/payment-api.js`,
    `  API        ${url}/api`,
    // Out of a container this link is the way in; no log and no journal has the token.
    `  dashboard  ${publicUrl ?? url}/_sandbox/${controlToken ? `?token=${encodeURIComponent(controlToken)}` : ''}`,
    ...(controlToken ? [`  control token ${controlToken}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

const stderr = writeInBatches(tellPainted)

/** One line per event that a developer would want to see, on stderr; of every workspace. */
const log = async (running: Running, format: 'text' | 'json', request: () => string | undefined) => {
  const { defaultWorkspace } = await import('../workspace/workspaces.ts')
  running.workspaces.onEntries(({ name, emulator }, entries) => {
    const workspace = name === defaultWorkspace ? undefined : name
    const where = { format, stream: process.stderr, workspace, request: request() }
    stderr.add(logText(entries, emulator.state(), where))
  })
  // However it ends, what was seen last is told.
  process.once('exit', stderr.flush)
}

/** Each finding once, as it is met. */
const logFindings = ({ findings }: Running, format: 'text' | 'json') =>
  findings.onNew((row) => stderr.add(printableLines(findingLogLine(row, format))))

/** The last word: what was asked for and never came. */
const tellUnmatched = async (running: Running, format: 'text' | 'json') => {
  for (const unmatched of await unmatchedRules(running.workspaces)) {
    stderr.add(printableLines(`${unmatchedLine(unmatched, format)}\n`))
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const

const untilSignal = () =>
  new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of signals) process.once(signal, resolve)
    whenOrphaned(process.env, () => resolve('SIGTERM'))
  })

/** Gently; at once when a signal comes again. */
const stop = async (running: Running, config: Config, drainMs: number) => {
  for (const signal of signals) process.once(signal, () => process.exit(130))
  await tellUnmatched(running, config.format)
  stderr.add(printableLines(findingsTable(running.findings, config)))
  await writeRunReport(running, config)
  running.drain()
  await sleep(drainMs)
  stderr.add(stoppedLine(await running.stop(config.stopTimeout * secondMs), config))
  stderr.flush()
}

/** A run that breaks what `--strict` asks for has failed, anyone who ended it. */
const codeOf = (signal: NodeJS.Signals, failed: boolean) => (failed ? 1 : signal === 'SIGINT' ? 130 : 0)

const startAndStop = async (flags: Parameters<typeof loadConfig>[0]) => {
  const config = await loadConfig(flags, process.env)
  if (config.isolate === 'hosts')
    throw new ConfigError('--isolate=hosts is about the command of exec: start has none')
  const asking = new AsyncLocalStorage<string>()
  const within = config.quiet ? {} : { within: asking.run.bind(asking) }
  const running = await launch(config, within)
  if (!config.quiet) {
    await log(running, config.format, () => asking.getStore())
    logFindings(running, config.format)
  }
  // Anyone who reads that it is ready may stop it the next moment: by then it has said all and listens.
  const signal = untilSignal()
  const text = config.format === 'text' ? await takeoverText(running) : ''
  show(ready(running, config) + text)
  const end = await Promise.race([signal, running.broken])
  const isAsked = typeof end === 'string'
  await stop(running, config, isAsked ? config.drain * secondMs : 0)
  if (!isAsked) fail(end)
  process.exitCode = isAsked ? codeOf(end, breaksStrict(running.findings, config.strict)) : exitCodeOf(end)
  // Answers that were cut off may still be waiting for their time.
  process.stderr.write('', () => process.exit())
}

export const startCommand = (program: Command): void => {
  addressOptions(takeoverOptions(program.command('start', { isDefault: true })))
    .description('start the sandbox (the default command)')
    .option('--port <number>', 'port to listen on, 0 = any free one (default: 3729)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option(
      '--journal <where>',
      'memory, the path of a SQLite file, or postgres://user:password@host/database (default: memory)',
    )
    .option('--durability <what>', 'what a payment in a file outlives: kill or power-cut (default: kill)')
    .option('--seed <text>', 'makes every id, reference and approval code repeatable (default: random)')
    .option('--clock <when>', 'system, or an ISO 8601 instant at which time stands still (default: system)')
    .option(
      '--config <file>',
      'configuration file (default: epay-sandbox.config.yaml or .json, when present)',
    )
    .option('--dialect <name>', 'documented or observed (default: documented)')
    .option('--quirks <list>', 'single differences of the dialect, name=value,… ; see doctor')
    .option('--stages <number>', 'whether the shared test terminal charges at once (one) or holds (two)')
    .option('--cards <edition>', 'edition of the documented test cards, 2025 or 2020 (default: 2025)')
    .option('--strip <on or off>', 'test cards and outcomes under the payment page (default: on)')
    .option('--scenario <name or file>', 'set the stage of a scenario: its rules, clock and settings')
    .option('--retain <payments>', 'how many payments are remembered (default: 20000)')
    .option('--max-workspaces <number>', 'how many workspaces may be open (default: 10000)')
    .option('--stop-timeout <seconds>', 'how long a stop waits for answers and postlinks (default: 5)')
    .option('--drain <seconds>', 'for how long GET /_sandbox/ready says no before a stop (default: 0)')
    .option('--token <token>', 'control token, required of every control call')
    .option('--strict [severity]', 'exit with 1 when there were findings: errors, or warnings too')
    .option('--report <folder>', 'write at the stop the report of the run: HTML, JSON, JUnit and Markdown')
    .option('--lang <language>', 'of the report and of findings: eng, rus or kaz (default: eng)')
    .option('--quiet', 'no log of what happens, only faults')
    .option('--format <format>', 'text or json (default: text)')
    .addHelpText(
      'after',
      `
Each option is also EPAY_SANDBOX_<NAME> in the environment and a key of the configuration file.
Merchants of your own are keys of the file alone:
  clients:   [{ id: my-shop, secret: my-secret }]
  terminals: [{ id: <uuid>, client: my-shop, shop: My shop, singleMessageScheme: false }]`,
    )
    .action(startAndStop)
}
