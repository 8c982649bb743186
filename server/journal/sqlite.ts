import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Entry, EntryBody } from '../../contracts/entry.ts'
import type { Instant } from '../../contracts/time.ts'
import type { Journal } from '../ports.ts'
import { goneError, sqliteError } from './sqlite-error.ts'
import { snapshotSchema, sqliteSnapshots } from './sqlite-snapshot.ts'

const schema = `
  ${snapshotSchema};
  CREATE TABLE IF NOT EXISTS entry (
    workspace TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, seq)
  ) WITHOUT ROWID`

const open = async (file: string): Promise<DatabaseSync> => {
  // Loaded here: only a workspace that keeps a file pays for the module.
  const { DatabaseSync } = await import('node:sqlite')
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    // EXCLUSIVE: a second sandbox on the same file is refused at start, not discovered later.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    database.exec(schema)
    return database
  } catch (error) {
    database?.close()
    throw sqliteError('open', file, error)
  }
}

// One seek a workspace. DISTINCT would read every entry.
const workspaces = `
  WITH RECURSIVE found(name) AS (
    SELECT min(workspace) FROM entry
    UNION ALL
    SELECT (SELECT min(workspace) FROM entry WHERE workspace > name) FROM found WHERE name IS NOT NULL
  )
  SELECT name FROM found WHERE name IS NOT NULL`

/** One file: payments, saved cards and owed postlinks outlive the process, also a killed one. */
export const sqliteJournal = async (file: string): Promise<Journal> => {
  const database = await open(file)
  const insert = database.prepare('INSERT INTO entry (workspace, seq, body) VALUES (?, ?, ?)')
  const last = database.prepare('SELECT max(seq) AS seq FROM entry WHERE workspace = ?')
  const after = database.prepare(
    'SELECT body FROM entry WHERE workspace = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const names = database.prepare(workspaces)
  const remove = database.prepare('DELETE FROM entry WHERE workspace = ?')
  const lastSeq = (workspace: string) => (last.get(workspace) as { seq: number | null }).seq ?? 0
  // Nobody else has the file open: that a workspace was cleared need not outlive this process.
  const lives = new Map<string, number>()
  const lifeOf = (workspace: string) => lives.get(workspace) ?? 0

  const placed = () => statSync(file, { throwIfNoEntry: false })?.ino
  const place = placed()
  const reading = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw sqliteError('read', file, error)
    }
  }
  const transaction = <T>(work: () => T): T => {
    if (placed() !== place) throw goneError(file)
    try {
      database.exec('BEGIN IMMEDIATE')
      const done = work()
      database.exec('COMMIT')
      return done
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw sqliteError('write', file, error)
    }
  }
  const snapshots = sqliteSnapshots(database, { transaction, lifeOf, lastSeq })
  const write = (workspace: string, seq: number, at: Instant, bodies: EntryBody[]): Entry[] => {
    const entries = bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
    for (const entry of entries) insert.run(workspace, entry.seq, JSON.stringify(entry))
    return entries
  }

  return {
    exclusive: true,
    workspaces: () => reading(() => names.all().map(({ name }) => String(name))),
    read(workspace, { life, seq }, limit = -1) {
      const from = life === lifeOf(workspace) ? seq : 0
      const rows = reading(() => after.all(workspace, from, limit))
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
        snapshots.forget(workspace)
        write(workspace, 0, at, bodies)
      })
      lives.set(workspace, lifeOf(workspace) + 1)
    },
    snapshots,
    close: () => database.close(),
  }
}
