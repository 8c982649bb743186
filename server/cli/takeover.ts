import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { Running } from '../main.ts'

/** The options of start and exec that make the sandbox answer for the bank's own host names. */
export const takeoverOptions = (command: Command): Command =>
  command
    .option('--takeover', 'answer for the bank’s own host names: a forward proxy and a TLS listener')
    .option('--takeover-port <number>', 'the port of both (default: 3743 for start, a free one for exec)')
    .option('--takeover-production', 'answer for the production names too, instead of refusing them')
    .option('--isolate', 'let nothing but the bank’s names and this machine through the takeover')
    .option(
      '--data-dir <folder>',
      'where the local CA is kept (default: epay-sandbox in the user’s data folder)',
    )

/** A command whose settings name production is not one to run against a sandbox by mistake. */
export const refuseProduction = async (config: Config, env: NodeJS.ProcessEnv): Promise<void> => {
  if (!config.takeover || config.takeoverProduction) return
  const { pointingToProduction } = await import('../takeover/environment.ts')
  const found = pointingToProduction(env)
  if (found.length === 0) return
  throw new ConfigError(
    `${found.join(', ')} in the environment point${found.length > 1 ? '' : 's'} to the bank's production: ` +
      'point it to the test names, or have the sandbox answer with --takeover-production',
  )
}

/** What the command run by exec is given beside the addresses. */
export const takeoverVariables = async (
  { takeover }: Running,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, string>> => {
  if (!takeover) return {}
  const { takeoverEnvironment } = await import('../takeover/environment.ts')
  return takeoverEnvironment(takeover, env)
}

/** What start prints after its own addresses. */
export const takeoverText = async ({ takeover }: Running): Promise<string> => {
  if (!takeover) return ''
  const { instructions } = await import('../takeover/instructions.ts')
  return instructions(takeover)
}
