import type { DatabaseSync } from 'node:sqlite'
import type { Entry, EntryBody } from '../../../contracts/entry.ts'
import type { Instant } from '../../../contracts/time.ts'
import type { Journal, Reading } from '../../ports.ts'
import { damagedError } from './sqlite-error.ts'
import { type Durability, openSqlite } from './sqlite-file.ts'
import { snapshotSchema, sqliteSnapshots } from './sqlite-snapshot.ts'

const schema = `
  ${snapshotSchema};
  CREATE TABLE IF NOT EXISTS entry (
    workspace TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, seq)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS held (
    workspace TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL
  ) WITHOUT ROWID`

// One seek a workspace. DISTINCT would read every entry.
const workspaces = `
  WITH RECURSIVE found(name) AS (
    SELECT min(workspace) FROM entry
    UNION ALL
    SELECT (SELECT min(workspace) FROM entry WHERE workspace > name) FROM found WHERE name IS NOT NULL
  )
  SELECT name FROM found WHERE name IS NOT NULL`

const prepare = (database: DatabaseSync) => ({
  insert: database.prepare('INSERT INTO entry (workspace, seq, body) VALUES (?, ?, ?)'),
  last: database.prepare('SELECT max(seq) AS seq FROM entry WHERE workspace = ?'),
  after: database.prepare('SELECT seq, body FROM entry WHERE workspace = ? AND seq > ? ORDER BY seq LIMIT ?'),
  names: database.prepare(workspaces),
  remove: database.prepare('DELETE FROM entry WHERE workspace = ?'),
  hold: database.prepare('INSERT INTO held (workspace, seq) VALUES (?, ?)'),
  unhold: database.prepare('DELETE FROM held WHERE workspace = ?'),
  heldAt: database.prepare('SELECT seq FROM held WHERE workspace = ?'),
})

interface Row {
  seq: number
  body: string
}

const entryOf = ({ seq, body }: Row): Entry | undefined => {
  try {
    const entry = JSON.parse(body)
    return entry?.seq === seq && typeof entry.kind === 'string' && Number.isSafeInteger(entry.at)
      ? entry
      : undefined
  } catch {
    return undefined
  }
}

/** Each as it was written, and none left out: on what is damaged nobody goes on. */
const entriesOf = (rows: Row[], where: { file: string; workspace: string }): Entry[] =>
  rows.map((row, i) => {
    const expected = (rows[0]?.seq ?? 0) + i
    const entry = row.seq === expected ? entryOf(row) : undefined
    if (!entry) throw damagedError({ ...where, seq: expected })
    return entry
  })

/** Nobody else has the file open: lives need not be told apart beyond this process. */
const openLives = (lastSeq: (workspace: string) => number) => {
  const lives = new Map<string, number>()
  let newest = 0
  const begin = (workspace: string): number => {
    newest += 1
    lives.set(workspace, newest)
    return newest
  }
  return {
    begin,
    end: (workspace: string) => void lives.delete(workspace),
    lifeOf: (workspace: string) => lives.get(workspace) ?? (lastSeq(workspace) === 0 ? 0 : begin(workspace)),
  }
}

/** One file: payments, saved cards and owed postlinks outlive the process, also a killed one. */
export const sqliteJournal = async (file: string, durability?: Durability): Promise<Journal> => {
  const opened = await openSqlite(file, schema, durability)
  const { database, reading, transaction } = opened
  const { insert, last, after, names, remove, hold, unhold, heldAt } = prepare(database)
  const lastSeq = (workspace: string) => (last.get(workspace) as { seq: number | null }).seq ?? 0
  const { lifeOf, begin, end } = openLives(lastSeq)
  const snapshots = sqliteSnapshots(opened, { lifeOf, lastSeq })
  const write = (workspace: string, seq: number, at: Instant, bodies: EntryBody[]): Entry[] => {
    const entries = bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
    for (const entry of entries) insert.run(workspace, entry.seq, JSON.stringify(entry))
    return entries
  }
  const forget = (workspace: string) => {
    remove.run(workspace)
    unhold.run(workspace)
    snapshots.forget(workspace)
  }

  return {
    exclusive: true,
    workspaces: () => reading(() => names.all().map(({ name }) => String(name))),
    read(workspace, { life, seq }, limit = -1) {
      const current = lifeOf(workspace)
      const rows = reading(() => after.all(workspace, life === current ? seq : 0, limit))
      const held = reading(() => heldAt.get(workspace)) as { seq: number } | undefined
      const entries = entriesOf(rows as unknown as Row[], { file, workspace })
      return { life: current, entries, ...(held ? { holdsAt: held.seq } : {}) }
    },
    append(workspace, { life, seq }, at, bodies): Reading | undefined {
      const entries = transaction(() =>
        lifeOf(workspace) === life && lastSeq(workspace) === seq
          ? write(workspace, seq, at, bodies)
          : undefined,
      )
      return entries && { life: seq === 0 ? begin(workspace) : life, entries }
    },
    clear(workspace, at = 0, bodies = []) {
      transaction(() => {
        forget(workspace)
        write(workspace, 0, at, bodies)
      })
      end(workspace)
    },
    copy(workspace, { entries, holds }) {
      transaction(() => {
        forget(workspace)
        for (const entry of entries) insert.run(workspace, entry.seq, JSON.stringify(entry))
        if (holds) hold.run(workspace, entries.at(-1)?.seq ?? 0)
      })
      begin(workspace)
    },
    snapshots,
    unreadable: (workspace, seq, cause) => damagedError({ file, workspace, seq, cause }),
    close: () => database.close(),
  }
}
