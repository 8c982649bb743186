#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { Command } from 'commander'
import { cardsCommand } from './cli/cards.ts'
import { clockCommand } from './cli/clock.ts'
import { codesCommand } from './cli/codes.ts'
import { doctorCommand } from './cli/doctor.ts'
import { envCommand, execCommand } from './cli/exec.ts'
import { exitCodeOf, fail } from './cli/exit.ts'
import { paymentsCommand } from './cli/payments.ts'
import { postlinksCommand } from './cli/postlinks.ts'
import { resetCommand } from './cli/reset.ts'
import { rulesCommand } from './cli/rules.ts'
import { scenarioCommand } from './cli/scenario.ts'
import { startCommand } from './cli/start.ts'
import { triggerCommand } from './cli/trigger.ts'
import { workspacesCommand } from './cli/workspaces.ts'
import { version } from './version.ts'

const program = new Command('epay-sandbox')
  .description("An offline stand-in for Halyk Bank's ePay")
  .version(version)
  .showHelpAfterError('(run with --help for usage)')
  .exitOverride()
  .enablePositionalOptions()
  .configureHelp({ showGlobalOptions: true })

for (const add of [
  startCommand,
  execCommand,
  envCommand,
  codesCommand,
  cardsCommand,
  paymentsCommand,
  postlinksCommand,
  rulesCommand,
  triggerCommand,
  scenarioCommand,
  clockCommand,
  resetCommand,
  workspacesCommand,
  doctorCommand,
]) {
  add(program)
}

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = exitCodeOf(error)
  fail(error)
}
