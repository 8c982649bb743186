import { type Command, Option } from 'commander'
import type { Target } from '../client/transport.ts'

export type Format = 'text' | 'json'

export interface Common extends Target {
  format: Format
}

export const formatOption = () =>
  new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text')

/** The first that says something: exec sets both, and the newer name wins. */
const tokenInEnvironment = () => process.env.EPAY_SANDBOX_TOKEN || process.env.EPAY_CONTROL_TOKEN || undefined

export const controlTokenOption = (about = 'control token'): Option =>
  new Option('--token <token>', `${about} (env: EPAY_SANDBOX_TOKEN, EPAY_CONTROL_TOKEN)`).default(
    tokenInEnvironment(),
    tokenInEnvironment() && 'from the environment',
  )

/** The options of every command that speaks to a running sandbox. */
export const remote = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'the running sandbox')
        .env('EPAY_SANDBOX_URL')
        .default('http://127.0.0.1:3729'),
    )
    .option('--workspace <name>', 'another workspace than the default one')
    .addOption(controlTokenOption())
    .addOption(formatOption())
