import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import type { Settings } from '../../contracts/entry.ts'
import type { WorkspaceRequest } from '../../contracts/workspace.ts'
import { call, importJournal, journalText } from '../client/control.ts'
import { UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { type Common, remote } from './remote.ts'
import { type Column, print, say } from './table.ts'
import { fullTime } from './when.ts'

interface WorkspaceView extends Pick<Settings, 'seed' | 'cards' | 'quirks' | 'terminals'> {
  name: string
  clients: string[]
  clock: { mode: string; now: string }
}

const columns: Column<WorkspaceView>[] = [
  ['name', ({ name }) => name],
  ['seed', ({ seed }) => seed],
  ['cards', ({ cards }) => cards],
  ['clock', ({ clock }) => `${clock.mode} ${fullTime(clock.now)}`],
  ['own clients', ({ clients }) => clients.join(', ')],
  ['own terminals', ({ terminals }) => String(terminals.length)],
]

const quirksOf = (list: string): Record<string, string> =>
  Object.fromEntries(
    list.split(',').map((pair) => {
      const [name = '', value] = pair.trim().split('=')
      if (value === undefined)
        throw new UsageError(`--quirks "${list}": expected name=value pairs separated by commas`)
      return [name, value]
    }),
  )

interface Wanted extends Common {
  seed?: string
  clock?: string
  dialect?: string
  quirks?: string
  cards?: string
  stages?: string
}

const requestOf = ({ seed, clock, dialect, quirks, cards, stages }: Wanted) =>
  JSON.parse(
    JSON.stringify({ seed, clock, dialect, cards, stages, quirks: quirks ? quirksOf(quirks) : undefined }),
  ) as WorkspaceRequest

// The list is the server's, whichever workspace asks for it.
const atRoot = (options: Common): Common => ({ ...options, workspace: undefined })
const pathOf = (name: string) => `workspaces/${encodeURIComponent(name)}`

const atOption = () =>
  new Option('--at <moment>', 'the number of an entry, an ISO 8601 instant, or the name of a mark')
const deliverOption = () =>
  new Option('--deliver', 'send the postlinks that are still owed then; else they are held')

interface Moved extends Common {
  at?: string
  deliver?: boolean
}

interface Placed extends WorkspaceView {
  seq: number
}

const momentCommands = (workspaces: Command): void => {
  remote(
    workspaces.command('fork <from> <to>').description('a new one that goes on from a moment of another'),
  )
    .addOption(atOption())
    .addOption(deliverOption())
    .action(async (from: string, to: string, { at, deliver, ...options }: Moved) => {
      const made = await call<Placed>(atRoot(options), 'PUT', pathOf(to), { from, at, deliver })
      if (options.format === 'json') print('json', made)
      else say(`workspace ${to} goes on from entry ${made.seq} of ${from}`)
    })
  remote(workspaces.command('rewind <name>').description('back to a moment; what came after it is forgotten'))
    .addOption(atOption().makeOptionMandatory())
    .addOption(deliverOption())
    .action(async (workspace: string, { at, deliver, ...options }: Moved) => {
      const back = await call<Placed>({ ...options, workspace }, 'POST', 'rewind', { at, deliver })
      if (options.format === 'json') print('json', back)
      else say(`workspace ${workspace} is back at entry ${back.seq}`)
    })
  remote(workspaces.command('export <file>').description('its journal, one entry a line')).action(
    async (file: string, options: Common) => {
      const text = await journalText(options)
      await writeWhole(file, text).catch((error: Error) => {
        throw new UsageError(`${file} cannot be written: ${error.message}`)
      })
      if (options.format === 'json') print('json', { file, bytes: Buffer.byteLength(text) })
      else say(`${text.split('\n').length - 1} entries are in ${file}`)
    },
  )
  remote(workspaces.command('import <file>').description('a new one (--workspace) from an exported journal'))
    .addOption(deliverOption())
    .action(async (file: string, { workspace, deliver, ...options }: Moved) => {
      if (workspace === undefined) throw new UsageError('--workspace <name>: how the new workspace is called')
      const text = await readFile(file, 'utf8').catch((error: Error) => {
        throw new UsageError(`${file} cannot be read: ${error.message}`)
      })
      const made = await importJournal(atRoot(options), workspace, { text, deliver })
      if (options.format === 'json') print('json', made)
      else say(`workspace ${workspace} has the ${made.seq} entries of ${file}`)
    })
}

export const workspacesCommand = (program: Command): void => {
  const workspaces = program
    .command('workspaces')
    .description('isolated worlds in one server, each under /w/<name>/ with clock, seed and rules of its own')
  remote(workspaces.command('list', { isDefault: true }).description('every workspace')).action(
    async (options: Common) => {
      const found = await call<{ workspaces: WorkspaceView[] }>(atRoot(options), 'GET', 'workspaces')
      print(options.format, found, columns, found.workspaces)
    },
  )
  remote(workspaces.command('create <name>').description('make one, or change the settings of one'))
    .option('--seed <text>', 'makes every id, reference and approval code repeatable')
    .option('--clock <when>', 'system, or an ISO 8601 instant at which time stands still')
    .addOption(new Option('--dialect <name>', 'documented or observed').choices(['documented', 'observed']))
    .option('--quirks <list>', 'single differences of the dialect, name=value,… ; see doctor')
    .addOption(new Option('--stages <number>', 'of the shared test terminal').choices(['one', 'two']))
    .addOption(new Option('--cards <edition>', 'edition of the test cards').choices(['2025', '2020']))
    .action(async (name: string, options: Wanted) => {
      const made = await call<WorkspaceView>(atRoot(options), 'PUT', pathOf(name), requestOf(options))
      print(options.format, made, columns, [made])
    })
  remote(workspaces.command('delete <name>').description('forget one with all that happened in it')).action(
    async (name: string, options: Common) => {
      await call(atRoot(options), 'DELETE', pathOf(name))
      if (options.format === 'json') print('json', { deleted: name })
      else say(`workspace ${name} is gone`)
    },
  )
  momentCommands(workspaces)
}
