import { Command } from 'commander'
import { asTypedHere } from '../here.ts'
import { version } from '../version.ts'
import { cardsCommand } from './cards.ts'
import { certifyCommand } from './certify.ts'
import { clockCommand } from './clock.ts'
import { codesCommand } from './codes.ts'
import { completionCommand } from './completion.ts'
import { coverageCommand } from './coverage.ts'
import { doctorCommand } from './doctor.ts'
import { driftCommand } from './drift.ts'
import { evidenceCommand } from './evidence.ts'
import { envCommand, execCommand } from './exec.ts'
import { exitCodeOf, fail } from './exit.ts'
import { logsCommand } from './logs.ts'
import { markCommand } from './mark.ts'
import { mcpCommand } from './mcp.ts'
import { openCommand } from './open.ts'
import { operateCommands } from './operate.ts'
import { paymentsCommand } from './payments.ts'
import { postlinksCommand } from './postlinks.ts'
import { openProgress, progress } from './progress.ts'
import { recordCommand } from './record.ts'
import { rehearseCommand } from './rehearse.ts'
import { replayCommand } from './replay.ts'
import { requestsCommand } from './requests.ts'
import { resetCommand } from './reset.ts'
import { rulesCommand } from './rules.ts'
import { scenarioCommand } from './scenario.ts'
import { settlementsCommand } from './settlements.ts'
import { startCommand } from './start.ts'
import { showPainted } from './terminal.ts'
import { triggerCommand } from './trigger.ts'
import { pathOf, refuseExtra } from './unknown.ts'
import { verifyCommand } from './verify.ts'
import { workspacesCommand } from './workspaces.ts'

// They end when somebody says so, and tell what happens meanwhile.
const untilStopped = new Set(['start', 'exec', 'record', 'logs', 'mcp'])

// Only the examples: what stands behind Usage is the program's name.
const examplesAsTyped = (help: string) => help.replaceAll(/^ {2}epay-sandbox .*$/gm, asTypedHere)

const everyCommand = (command: Command, run: (command: Command) => unknown): void => {
  run(command)
  for (const one of command.commands) everyCommand(one, run)
}

/** In the order of --help. */
const commands = [
  startCommand,
  execCommand,
  envCommand,
  codesCommand,
  cardsCommand,
  paymentsCommand,
  settlementsCommand,
  operateCommands,
  postlinksCommand,
  requestsCommand,
  logsCommand,
  rulesCommand,
  triggerCommand,
  scenarioCommand,
  replayCommand,
  certifyCommand,
  coverageCommand,
  clockCommand,
  markCommand,
  resetCommand,
  workspacesCommand,
  doctorCommand,
  verifyCommand,
  recordCommand,
  driftCommand,
  evidenceCommand,
  rehearseCommand,
  mcpCommand,
  openCommand,
  completionCommand,
]

/** Reads the arguments and does what they say; the exit code is set, nothing is thrown. */
export const main = async (args: string[]): Promise<void> => {
  const program = new Command('epay-sandbox')
    .description("An offline stand-in for Halyk Bank's ePay")
    .version(version, '-v, --version')
    .showHelpAfterError('(run with --help for usage)')
    .exitOverride()
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => void showPainted(examplesAsTyped(text)) })

  for (const add of commands) add(program)

  everyCommand(program, (command) => command.allowExcessArguments())
  program.hook('preAction', (_, command) => {
    refuseExtra(command)
    if (!untilStopped.has(command.name())) progress.now = openProgress(pathOf(command).slice(1).join(' '))
  })

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    progress.now.clear()
    fail(error)
  } finally {
    progress.now.end()
  }
}
