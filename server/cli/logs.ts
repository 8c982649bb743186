import type { Command } from 'commander'
import type { Entry } from '../../contracts/entry.ts'
import { journalOf } from '../client/control.ts'
import { followJournal } from '../client/journal-events.ts'
import { replay } from '../core/replay.ts'
import { createState } from '../core/state.ts'
import { UsageError } from '../errors.ts'
import { logText } from '../readings/log.ts'
import { type Common, reading } from './remote.ts'
import { showPainted } from './terminal.ts'

interface Flags extends Common {
  follow?: boolean
  lines: string
}

// What a line tells stands in the entries; merchants and cards at rest do not.
const nobody = { clients: [], terminals: [], cards: [], savedCards: [], users: [] }

/** Turns entries into the lines that `start` prints of them: each is told of the state it left behind. */
const openTeller = (format: Flags['format']) => {
  let state = createState(nobody)
  return {
    line(entry: Entry) {
      replay(state, entry)
      return logText([entry], state, { format, stream: process.stdout })
    },
    forget() {
      state = createState(nobody)
    },
  }
}

const countOf = (text: string): number => {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new UsageError(`--lines is "${text}", expected a whole number`)
}

type Teller = ReturnType<typeof openTeller>

const newest = (lines: string[], count: number) => lines.slice(-count || lines.length).join('')

const follow = async (options: Flags, count: number, teller: Teller) => {
  const { length, events } = await followJournal(options)
  let before: string[] | undefined = length > 0 ? [] : undefined
  for await (const event of events) {
    if (event === 'reset') teller.forget()
    const line = event === 'reset' ? '' : teller.line(event)
    if (!before) showPainted(line)
    else if (line) before.push(line)
    if (before && (event === 'reset' || event.seq >= length)) {
      showPainted(newest(before, count))
      before = undefined
    }
  }
}

const tell = async (options: Flags) => {
  const count = countOf(options.lines)
  const teller = openTeller(options.format)
  if (options.follow) return follow(options, count, teller)
  const lines = (await journalOf(options)).map(teller.line)
  showPainted(newest(lines.filter(Boolean), count))
}

export const logsCommand = (program: Command): void => {
  reading(program.command('logs').description('what happened, a line each: what start prints, from anywhere'))
    .option('-f, --follow', 'go on as it happens, until interrupted')
    .option('-n, --lines <count>', 'how many of the newest; 0 = all', '50')
    .action(tell)
}
