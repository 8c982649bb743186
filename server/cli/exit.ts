import { CommanderError } from 'commander'
import { CheckFailed, ConfigError, NoVerdict, StartError, Unreachable, UsageError } from '../errors.ts'
import { asTypedHere } from '../here.ts'
import { tell } from './terminal.ts'

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
  tell(`epay-sandbox: ${known ? asTypedHere(text) : text}\n`)
}
