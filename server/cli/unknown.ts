import type { Command } from 'commander'
import { nearest, UsageError } from '../errors.ts'

export const pathOf = (command: Command): string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : [command.name()]

const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ')

/** The default command was run, and its name was not typed: what was typed was meant as a command. */
const meantCommand = (command: Command, extra: string) => {
  const { parent } = command
  if (!parent || parent.args[0] === command.name()) return undefined
  const names = parent.commands.map((one) => one.name())
  return new UsageError(
    `"${extra}" is no command of ${pathOf(parent).join(' ')}; did you mean ${nearest(extra, names)[0]}? ` +
      `There are ${names.join(', ')}`,
  )
}

/** Refuses what is left over: a default command would swallow a mistyped name. */
export const refuseExtra = (command: Command): void => {
  const { registeredArguments: taken, args } = command
  if (taken.at(-1)?.variadic || args.length <= taken.length) return
  const extra = args.slice(taken.length)
  throw (
    meantCommand(command, extra[0] ?? '') ??
    new UsageError(
      `too many arguments: ${quoted(extra)}; expected ${pathOf(command).join(' ')} ${command.usage()}`,
    )
  )
}
