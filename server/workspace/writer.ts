import type { Refusal } from '../../contracts/refusal.ts'
import type { Then } from '../../contracts/rule.ts'
import type { CommandKind, CommandOf, ReplyTo } from '../core/command.ts'
import { decide } from '../core/gateway.ts'
import { JournalError, type Reading } from '../ports.ts'
import type { Replica, ReplicaParts } from './replica.ts'

export interface Performed<K extends CommandKind> {
  reply: ReplyTo<K> | Refusal
  override?: Then
}

export interface WriterParts extends ReplicaParts {
  replica: Replica
  /** What the first command of a life is. */
  opening(): CommandOf<'open workspace'>
}

// Of four servers that write as often, one loses three times in four: sixty-four times once in a hundred million.
const mostTries = 64

const tooSlow = (workspace: string) =>
  new JournalError(
    `another server was faster ${mostTries} times: workspace ${workspace} is written by more servers at once than ` +
      'the way to its journal allows',
  )

/** Decide → append → replay. Where somebody else wrote first, it is decided again on what is now true. */
export const openWriter = ({ workspace, journal, replica, opening }: WriterParts) => {
  const isOpened = () => replica.place().seq > 0
  /** Without a promise where the journal answers without one: what waits for nothing is done at once. */
  const attempt = <K extends CommandKind>(
    command: CommandOf<K>,
  ): Performed<K> | undefined | Promise<Performed<K> | undefined> => {
    const moment = replica.moment()
    const { entries, reply, override } = decide<K>(replica.state(), command, moment)
    const performed = { reply, override }
    if (entries.length === 0) return performed
    const taken = (appended: Reading | undefined) => {
      if (!appended) return undefined
      replica.take(appended)
      return performed
    }
    const appended = journal.append(workspace, replica.place(), moment.now, entries)
    return appended instanceof Promise ? appended.then(taken) : taken(appended)
  }
  /** In a life that nobody has opened nothing is decided but its opening. */
  const attemptOpened = async <K extends CommandKind>(command: CommandOf<K>) => {
    if (!isOpened()) await attempt<'open workspace'>(opening())
    return isOpened() ? attempt<K>(command) : undefined
  }
  const decideAgain = async <K extends CommandKind>(command: CommandOf<K>, isOver: () => boolean) => {
    for (let tries = 1; tries < mostTries; tries++) {
      await replica.catchUp()
      if (isOver()) return undefined
      const performed = await attemptOpened<K>(command)
      if (performed) return performed
    }
    throw tooSlow(workspace)
  }
  const run = <K extends CommandKind>(command: CommandOf<K>, isOver: () => boolean) => {
    const performing = isOpened() ? attempt<K>(command) : attemptOpened<K>(command)
    return performing instanceof Promise
      ? performing.then((performed) => performed ?? decideAgain<K>(command, isOver))
      : (performing ?? decideAgain<K>(command, isOver))
  }
  return {
    /** In whatever life the workspace is. */
    write: <K extends CommandKind>(command: CommandOf<K>) =>
      run<K>(command, never) as Performed<K> | Promise<Performed<K>>,
    /** At the start of a server: opens the workspace, or tells its settings to one that is open. */
    async open() {
      if (!isOpened()) {
        if (await attempt<'open workspace'>(opening())) return
        await replica.catchUp()
      }
      await run<'open workspace'>(opening(), never)
    },
    /** In this life alone; undefined once it is over, and nothing is written. */
    writeIn<K extends CommandKind>(life: number, command: CommandOf<K>) {
      const isOver = () => replica.place().life !== life
      return isOver() ? undefined : run<K>(command, isOver)
    },
  }
}

const never = () => false
