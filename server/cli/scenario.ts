import { type Command, Option } from 'commander'
import { ConfigError } from '../config.ts'
import { listScenarios, loadScenario } from '../scenario/load.ts'
import type { Links } from '../scenario/merchant.ts'
import { type ReportFormat, report, reportFormats } from '../scenario/report.ts'
import { runScenario, type ScenarioResult } from '../scenario/run.ts'
import { saveScenario } from '../scenario/save.ts'
import type { Connection } from './client.ts'
import { CheckFailed, UsageError } from './exit.ts'
import { type Common, type Format, formatOption, remote } from './remote.ts'
import { print, say } from './table.ts'

/** Stories: listed, checked, played, and written down after a session by hand. */
export const scenarioCommand = (program: Command): void => {
  const scenario = program.command('scenario').description('stories of rules, clock moves and payments')
  scenario
    .command('list', { isDefault: true })
    .description('every scenario that can be run by its name')
    .addOption(formatOption())
    .action(list)
  scenario
    .command('check <file...>')
    .description('say what is wrong with scenario files, with line and column')
    .addOption(formatOption())
    .action(check)
  addRunOptions(
    scenario.command('run <name...>').description('play scenarios, by name or by file, and report'),
  ).action(run)
  remote(scenario.command('save <name>').description('write down what happened as ./scenarios/<name>.yaml'))
    .option('--force', 'replace the file when it is there')
    .action(save)
}

const list = async ({ format }: { format: Format }) => {
  const scenarios = await listScenarios()
  print(
    format,
    { scenarios },
    [
      ['name', ({ name }) => name],
      ['about', ({ about }) => about],
    ],
    scenarios,
  )
}

const check = async (files: string[], { format }: { format: Format }) => {
  const loaded = await Promise.allSettled(files.map(loadScenario))
  const wrong = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  const unforeseen = wrong.find((error) => !(error instanceof ConfigError))
  if (unforeseen) throw unforeseen
  const titled = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const scenarios = titled.map(({ title, scenario }) => ({ name: title, steps: scenario.story.length }))
  if (format === 'json') print(format, { scenarios, errors: wrong.map(({ message }) => message) })
  else for (const { name, steps } of scenarios) say(`${name}: ${steps} steps, nothing wrong`)
  if (wrong.length > 0) throw new ConfigError(wrong.map(({ message }) => message).join('\n'))
}

interface RunFlags extends Partial<Connection> {
  format: ReportFormat
  postLink?: string
  failurePostLink?: string
  backLink?: string
}

const addRunOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'a running sandbox (default: one of its own)').env('EPAY_SANDBOX_URL'),
    )
    .option('--workspace <name>', 'workspace to empty and play in (default: the name of the scenario)')
    .addOption(new Option('--token <token>', 'control token').env('EPAY_CONTROL_TOKEN'))
    .option('--post-link <url>', "the merchant's postlink endpoint (default: a merchant of the story's own)")
    .option('--failure-post-link <url>', 'where failures are posted (default: --post-link)')
    .option('--back-link <url>', "where the buyer returns (default: the front page of --post-link's host)")
    .addOption(
      new Option('--format <format>', 'text, json or junit').choices([...reportFormats]).default('text'),
    )

const linksOf = ({ postLink, failurePostLink, backLink }: RunFlags): Links | undefined => {
  if (postLink === undefined) {
    if (failurePostLink === undefined && backLink === undefined) return undefined
    throw new UsageError('--failure-post-link and --back-link need --post-link beside them')
  }
  for (const link of [postLink, failurePostLink, backLink]) {
    if (link !== undefined && !URL.canParse(link)) throw new UsageError(`"${link}" is not a whole URL`)
  }
  return {
    postLink,
    failurePostLink: failurePostLink ?? postLink,
    backLink: backLink ?? new URL('/', postLink).href,
  }
}

/** The sandbox that was asked for, or one that lives as long as the run. */
const connect = async ({ url, token }: RunFlags, links: Links | undefined) => {
  if (url !== undefined) return { url, token, close: async () => {} }
  const [{ start }, { toConfig }] = await Promise.all([import('../main.ts'), import('../config.ts')])
  const hosts = links ? [links.postLink, links.failurePostLink].map((link) => new URL(link).hostname) : []
  return start(toConfig({ port: 0, allowPostlinksTo: hosts }))
}

const run = async (names: string[], flags: RunFlags) => {
  const links = linksOf(flags)
  const titled = await Promise.all(names.map(loadScenario))
  const { close, ...sandbox } = await connect(flags, links)
  const results: ScenarioResult[] = []
  try {
    const { url, token = flags.token } = sandbox as Connection
    const connection = { url, token, workspace: flags.workspace }
    for (const one of titled) results.push(await runScenario(one, { ...connection, links }))
  } finally {
    await close()
  }
  say(report(flags.format, results))
  const failed = results.filter(({ ok }) => !ok)
  if (failed.length > 0) throw new CheckFailed(`${failed.length} of ${results.length} scenarios failed`)
}

const save = async (name: string, options: Common & { force?: boolean }) => {
  const saved = await saveScenario(name, { ...options, workspace: options.workspace ?? 'default' })
  if (options.format === 'json') print('json', saved)
  else say(`${saved.path}: ${saved.steps} steps; play it with epay-sandbox scenario run ${name}`)
}
