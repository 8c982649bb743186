import { type Command, Option } from 'commander'
import { languageOption } from './language.ts'
import { controlTokenOption, formatOption, remote } from './remote.ts'

// Loaded when one of them is wanted: the other commands do without stories.
const actions = () => import('./scenario-actions.ts')

/** Stories: listed, checked, played, and written down after a session by hand. */
export const scenarioCommand = (program: Command): void => {
  const scenario = program.command('scenario').description('stories of rules, clock moves and payments')
  scenario
    .command('list', { isDefault: true })
    .description('every scenario that can be run by its name')
    .addOption(formatOption())
    .action(async (options) => (await actions()).list(options))
  scenario
    .command('check <file...>')
    .description('say what is wrong with scenario files, with line and column')
    .addOption(formatOption())
    .action(async (files, options) => (await actions()).check(files, options))
  addRunOptions(
    scenario.command('run <name...>').description('play scenarios, by name or by file, and report'),
  ).action(async (names, flags) => (await actions()).run(names, flags))
  remote(scenario.command('save <name>').description('write down what happened as ./scenarios/<name>.yaml'))
    .option('--force', 'replace the file when it is there')
    .action(async (name, options) => (await actions()).save(name, options))
}

const addRunOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'a running sandbox (default: one of its own)').env('EPAY_SANDBOX_URL'),
    )
    .option('--workspace <name>', 'workspace to empty and play in (default: the name of the scenario)')
    .addOption(controlTokenOption())
    .option('--config <file>', 'certify.yaml: your shop makes the orders, in a sandbox of its own')
    .addOption(languageOption())
    .option('--codes <list>', 'of run reason-codes: 484,467,… or all (default: all)')
    .option('--post-link <url>', "the merchant's postlink endpoint (default: a merchant of the story's own)")
    .option('--failure-post-link <url>', 'where failures are posted (default: --post-link)')
    .option('--back-link <url>', "where the buyer returns (default: the front page of --post-link's host)")
    .addOption(
      new Option('--format <format>', 'text, json or junit')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
