import { type Command, Option } from 'commander'
import { call } from '../client/control.ts'
import type { Target } from '../client/transport.ts'
import { CheckFailed, nearest } from '../errors.ts'

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

/** Which running sandbox, and which of its workspaces. */
export const placeOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--url <url>', 'the running sandbox')
        .env('EPAY_SANDBOX_URL')
        .default('http://127.0.0.1:3729'),
    )
    .option('--workspace <name>', 'another workspace than the default one')
    .addOption(controlTokenOption())

/** The options of every command that speaks to a running sandbox. */
export const remote = (command: Command): Command => placeOptions(command).addOption(formatOption())

/** Anyone who only looks makes nothing: the first word with a workspace would open one under a mistyped name. */
const refuseUnknownWorkspace = async ({ workspace, ...root }: Target) => {
  if (workspace === undefined) return
  const { workspaces } = await call<{ workspaces: { name: string }[] }>(root, 'GET', 'workspaces')
  const names = workspaces.map(({ name }) => name)
  if (names.includes(workspace)) return
  throw new CheckFailed(
    `there is no workspace "${workspace}"; near it: ${nearest(workspace, names).join(', ')}; ` +
      `make it: epay-sandbox workspaces create ${workspace}`,
  )
}

/** The same for a command that only looks. */
export const reading = (command: Command): Command =>
  remote(command).hook('preAction', (_, acting) => refuseUnknownWorkspace(acting.opts<Common>()))
