import { type Command, Option } from 'commander'
import type { Target } from '../client/transport.ts'

export type Format = 'text' | 'json'

export interface Common extends Target {
  format: Format
}

export const formatOption = () =>
  new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text')

/** The options of every command that speaks to a running sandbox. */
export const remote = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'the running sandbox')
        .env('EPAY_SANDBOX_URL')
        .default('http://127.0.0.1:3729'),
    )
    .option('--workspace <name>', 'another workspace than the default one')
    .addOption(new Option('--token <token>', 'control token').env('EPAY_CONTROL_TOKEN'))
    .addOption(formatOption())
