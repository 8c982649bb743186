import { Command } from 'commander'
import { asTypedHere } from '../here.ts'
import { version } from '../version.ts'
import { exitCodeOf, fail } from './exit.ts'
import { openProgress, progress } from './progress.ts'
import { startCommand } from './start.ts'
import { showPainted } from './terminal.ts'
import { pathOf, refuseExtra } from './unknown.ts'

// They end when somebody says so, and tell what happens meanwhile.
const untilStopped = new Set(['start', 'exec', 'record', 'logs', 'mcp'])

// Only the examples: what stands behind Usage is the program's name.
const examplesAsTyped = (help: string) => help.replaceAll(/^ {2}epay-sandbox .*$/gm, asTypedHere)

const everyCommand = (command: Command, run: (command: Command) => unknown): void => {
  run(command)
  for (const one of command.commands) everyCommand(one, run)
}

/** What only starts a server starts without the thirty other commands. */
const commandsFor = async ([name]: string[]) =>
  name === undefined || name === 'start' ? [startCommand] : (await import('./commands.ts')).commands

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

  for (const add of await commandsFor(args)) add(program)

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
