import type { DatabaseSync } from 'node:sqlite'
import type { Entry } from '../../contracts/entry.ts'
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
  const after = database.prepare('SELECT body FROM entry WHERE workspace = ? AND seq > ? ORDER BY seq')
  const names = database.prepare('SELECT DISTINCT workspace FROM entry')
  const remove = database.prepare('DELETE FROM entry WHERE workspace = ?')
  const lastSeq = (workspace: string) => (last.get(workspace) as { seq: number | null }).seq ?? 0

  return {
    exclusive: true,
    workspaces: () => names.all().map((row) => String(row.workspace)),
    read: (workspace, seq) => after.all(workspace, seq).map((row) => JSON.parse(String(row.body)) as Entry),
    append(workspace, expectedSeq, at, bodies) {
      const entries = bodies.map((body, i) => ({ seq: expectedSeq + i + 1, at, ...body }))
      database.exec('BEGIN IMMEDIATE')
      try {
        if (lastSeq(workspace) !== expectedSeq) {
          database.exec('ROLLBACK')
          return undefined
        }
        for (const entry of entries) insert.run(workspace, entry.seq, JSON.stringify(entry))
        database.exec('COMMIT')
        return entries
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
    clear: (workspace) => void remove.run(workspace),
    close: () => database.close(),
  }
}
