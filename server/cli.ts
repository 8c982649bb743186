#!/usr/bin/env node
import { Command } from 'commander'
import {
  cardsCommand,
  doctorCommand,
  paymentsCommand,
  postlinksCommand,
  resetCommand,
} from './cli/commands.ts'
import { exitCodeOf, fail } from './cli/exit.ts'
import { startCommand } from './cli/start.ts'
import { version } from './version.ts'

const program = new Command('epay-sandbox')
  .description("An offline stand-in for Halyk Bank's ePay")
  .version(version)
  .showHelpAfterError('(run with --help for usage)')
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

for (const add of [
  startCommand,
  paymentsCommand,
  postlinksCommand,
  cardsCommand,
  resetCommand,
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
