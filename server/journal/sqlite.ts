import type { DatabaseSync } from 'node:sqlite'
import type { Entry, EntryBody } from '../../contracts/entry.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Journal } from '../ports.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS entry (
    workspace TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, seq)
  ) WITHOUT ROWID`

const open = async (file: string): Promise<DatabaseSync> => {
  // Loaded here: only a workspace that keeps a file pays for the module.
  const { DatabaseSync } = await import('node:sqlite')
  try {
    const database = new DatabaseSync(file)
    // EXCLUSIVE: a second sandbox on the same file is refused at start, not discovered later.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec(schema)
    return database
  } catch (error) {
    const why = (error as Error).message
    const mend = /locked|busy/i.test(why) ? 'another sandbox has it open' : 'give a path in a writable folder'
    throw new Error(`cannot open the journal "${file}": ${why}; ${mend}`, { cause: error })
  }
}

/** One file: payments, saved cards and owed postlinks outlive the process, also a killed one. */
export const sqliteJournal = async (file: string): Promise<Journal> => {
  const database = await open(file)
  const insert = database.prepare('INSERT INTO entry (workspace, seq, body) VALUES (?, ?, ?)')
  const last = database.prepare('SELECT max(seq) AS seq FROM entry WHERE workspace = ?')
  const after = database.prepare(
    'SELECT body FROM entry WHERE workspace = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const names = database.prepare('SELECT DISTINCT workspace FROM entry')
  const remove = database.prepare('DELETE FROM entry WHERE workspace = ?')
  const lastSeq = (workspace: string) => (last.get(workspace) as { seq: number | null }).seq ?? 0
  // Nobody else has the file open: that a workspace was cleared need not outlive this process.
  const lives = new Map<string, number>()
  const lifeOf = (workspace: string) => lives.get(workspace) ?? 0

  const transaction = <T>(work: () => T): T => {
    database.exec('BEGIN IMMEDIATE')
    try {
      const done = work()
      database.exec('COMMIT')
      return done
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  const write = (workspace: string, seq: number, at: Instant, bodies: EntryBody[]): Entry[] => {
    const entries = bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
    for (const entry of entries) insert.run(workspace, entry.seq, JSON.stringify(entry))
    return entries
  }

  return {
    exclusive: true,
    workspaces: () => names.all().map((row) => String(row.workspace)),
    read(workspace, { life, seq }, limit = -1) {
      const rows = after.all(workspace, life === lifeOf(workspace) ? seq : 0, limit)
      return { life: lifeOf(workspace), entries: rows.map((row) => JSON.parse(String(row.body)) as Entry) }
    },
    append: (workspace, { life, seq }, at, bodies) =>
      transaction(() =>
        lifeOf(workspace) === life && lastSeq(workspace) === seq
          ? write(workspace, seq, at, bodies)
          : undefined,
      ),
    clear(workspace, at = 0, bodies = []) {
      transaction(() => {
        remove.run(workspace)
        write(workspace, 0, at, bodies)
      })
      lives.set(workspace, lifeOf(workspace) + 1)
    },
    close: () => database.close(),
  }
}
