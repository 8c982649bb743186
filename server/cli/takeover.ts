import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { Running } from '../main.ts'
import type { Takeover } from '../takeover/takeover.ts'
import { tell } from './terminal.ts'

/** The options of start and exec that make the sandbox answer for the bank's own host names. */
export const takeoverOptions = (command: Command): Command =>
  command
    .option('--takeover', 'answer for the bank’s own host names: a forward proxy and a TLS listener')
    .option('--takeover-port <number>', 'the port of both (default: 3743 for start, a free one for exec)')
    .option('--takeover-production', 'answer for the production names too, instead of refusing them')
    .option(
      '--isolate [hosts]',
      'let nothing but the bank’s names and this machine through the takeover; ' +
        '=hosts: exec resolves the bank’s names here for the command (Linux)',
    )
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

/** How exec runs its command under a takeover. */
export interface Surroundings {
  variables: Record<string, string>
  /** What stands before the command. */
  before: string[]
  /** What is told once the command has ended. */
  summary(): string
  /** A takeover that nothing came through. */
  isUnused(): boolean
  close(): Promise<void>
}

const untouched: Surroundings = {
  variables: {},
  before: [],
  summary: () => '',
  isUnused: () => false,
  close: async () => {},
}

const ownHosts = async (takeover: Takeover) => {
  const { openOwnHosts } = await import('../takeover/own-hosts.ts')
  const opened = await openOwnHosts(takeover)
  if (typeof opened !== 'string') return opened
  tell(
    `epay-sandbox: --isolate=hosts is not to be had: ${opened}. The command runs all the same; ` +
      'programs that ignore proxy variables may reach the real bank\n',
  )
  return untouched
}

/** Variables, and where --isolate=hosts works a hosts file of its own; says on stderr where to look meanwhile. */
export const takeoverSurroundings = async (
  { takeover, url }: Running,
  { isolate }: Config,
  env: NodeJS.ProcessEnv,
): Promise<Surroundings> => {
  if (!takeover) return untouched
  const [{ takeoverEnvironment }, { lookHere, summaryOf }] = await Promise.all([
    import('../takeover/environment.ts'),
    import('../takeover/instructions.ts'),
  ])
  const { before, close } = isolate === 'hosts' ? await ownHosts(takeover) : untouched
  tell(lookHere(takeover, url))
  const variables = takeoverEnvironment(takeover, env)
  return {
    ...{ variables, before, close },
    summary: () => summaryOf(takeover.hostCounts()),
    isUnused: () => !takeover.hostCounts().some(({ answered }) => answered > 0),
  }
}

/** What start prints after its own addresses. */
export const takeoverText = async ({ takeover }: Running): Promise<string> => {
  if (!takeover) return ''
  const { instructions } = await import('../takeover/instructions.ts')
  return instructions(takeover)
}
