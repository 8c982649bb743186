import type { Command } from 'commander'
import type { Entry } from '../../contracts/entry.ts'
import { loadConfig } from '../config.ts'
import type { Running } from '../main.ts'
import type { Takeover } from '../takeover/takeover.ts'
import { version } from '../version.ts'
import { launch } from './launch.ts'
import { logText } from './log.ts'
import { takeoverOptions, takeoverText } from './takeover.ts'
import { unmatchedLine, unmatchedRules } from './unmatched.ts'

const factsOf = ({ url, hosts, caFile, bundleFile, caKeyDigest }: Takeover) => ({
  url,
  hosts,
  caFile,
  bundleFile,
  caKeyDigest,
})

const ready = (running: Running, format: 'text' | 'json') => {
  const { url, controlToken, takeover } = running
  if (format === 'json') {
    const told = { event: 'ready', url, version, ...(controlToken ? { controlToken } : {}) }
    return `${JSON.stringify({ ...told, ...(takeover ? { takeover: factsOf(takeover) } : {}) })}\n`
  }
  const lines = [
    `epay-sandbox ${version} ready on ${url}`,
    `  token  ${url}/epay2/oauth2/token`,
    `  page   ${url}/payform/payment-api.js`,
    `  API    ${url}/api`,
    `  look   ${url}/_sandbox/`,
    ...(controlToken ? [`  control token ${controlToken}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** One line per event that a developer would want to see, on stderr. */
const log = (running: Running, format: 'text' | 'json') => async (): Promise<void> => {
  const { defaultWorkspace } = await import('../workspaces.ts')
  const { emulator } = await running.workspaces.get(defaultWorkspace)
  emulator.onEntries((entries: Entry[]) => {
    const text = logText(entries, emulator.state(), { format, stream: process.stderr })
    if (text !== '') process.stderr.write(text)
  })
}

/** The last word: what was asked for and never came. */
const tellUnmatched = async (running: Running, format: 'text' | 'json') => {
  for (const unmatched of await unmatchedRules(running.workspaces)) {
    process.stderr.write(`${unmatchedLine(unmatched, format)}\n`)
  }
}

const untilSignal = () =>
  new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })

export const startCommand = (program: Command): void => {
  takeoverOptions(program.command('start', { isDefault: true }))
    .description('start the sandbox (the default command)')
    .option('--port <number>', 'port to listen on, 0 = any free one (default: 3729)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option(
      '--journal <where>',
      'memory, the path of a SQLite file, or postgres://user:password@host/database (default: memory)',
    )
    .option('--seed <text>', 'makes every id, reference and approval code repeatable (default: random)')
    .option('--clock <when>', 'system, or an ISO 8601 instant at which time stands still (default: system)')
    .option(
      '--config <file>',
      'configuration file (default: epay-sandbox.config.yaml or .json, when present)',
    )
    .option('--dialect <name>', 'documented or observed (default: documented)')
    .option('--quirks <list>', 'single differences of the dialect, name=value,… ; see doctor')
    .option('--cards <edition>', 'edition of the documented test cards, 2025 or 2020 (default: 2025)')
    .option(
      '--allow-postlinks-to <hosts>',
      'host names outside loopback and private ranges, separated by commas',
    )
    .option('--scenario <name or file>', 'set the stage of a scenario: its rules, clock and settings')
    .option('--retain <payments>', 'how many payments are remembered (default: 20000)')
    .option('--token <token>', 'control token, required of every control call')
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
    .action(async (flags) => {
      const config = await loadConfig(flags, process.env)
      const running = await launch(config)
      if (!config.quiet) await log(running, config.format)()
      process.stdout.write(ready(running, config.format))
      if (config.format === 'text') process.stdout.write(await takeoverText(running))
      const signal = await untilSignal()
      await tellUnmatched(running, config.format)
      await running.close()
      process.exitCode = signal === 'SIGINT' ? 130 : 0
    })
}
