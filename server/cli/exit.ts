import { CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { StartError } from '../start-error.ts'

/** What was typed cannot be meant: exit code 2. */
export class UsageError extends Error {}

/** A check that ran and failed: exit code 1. */
export class CheckFailed extends Error {}

/** The sandbox a command speaks to cannot be reached: exit code 4. */
export class Unreachable extends Error {}

/** Nothing was found that could be judged: exit code 5. */
export class NoVerdict extends Error {}

export const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof CheckFailed) return 1
  if (error instanceof ConfigError || error instanceof UsageError) return 2
  if (error instanceof StartError) return 3
  if (error instanceof Unreachable) return 4
  if (error instanceof NoVerdict) return 5
  return 3
}

/** One sentence on stderr. Commander has already said its own; a bug keeps its stack. */
export const fail = (error: unknown): void => {
  if (error instanceof CommanderError) return
  const known = exitCodeOf(error) !== 3 || error instanceof StartError
  const text = error instanceof Error ? ((known ? undefined : error.stack) ?? error.message) : String(error)
  process.stderr.write(`epay-sandbox: ${text}\n`)
}
