import type { Snapshots } from '../../ports.ts'
import type { SqliteFile } from './sqlite-file.ts'

export const snapshotSchema = `
  CREATE TABLE IF NOT EXISTS snapshot (
    workspace TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    seq INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS snapshot_piece (
    workspace TEXT NOT NULL,
    seq INTEGER NOT NULL,
    piece INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (workspace, seq, piece)
  )`

/** Beside the entries, in the same file: they are copied and removed together. */
export const sqliteSnapshots = (
  { database, reading, transaction }: SqliteFile,
  { lifeOf, lastSeq }: { lifeOf(workspace: string): number; lastSeq(workspace: string): number },
) => {
  const head = database.prepare('SELECT seq FROM snapshot WHERE workspace = ? AND form = ? AND seq <= ?')
  const pieces = database.prepare(
    'SELECT body FROM snapshot_piece WHERE workspace = ? AND seq = ? ORDER BY piece',
  )
  const insert = database.prepare(
    'INSERT INTO snapshot_piece (workspace, seq, piece, body) VALUES (?, ?, ?, ?)',
  )
  const point = database.prepare('REPLACE INTO snapshot (workspace, form, seq) VALUES (?, ?, ?)')
  const unpoint = database.prepare('DELETE FROM snapshot WHERE workspace = ?')
  const removeOthers = database.prepare('DELETE FROM snapshot_piece WHERE workspace = ? AND seq <> ?')

  const find = (workspace: string, form: string) => {
    const found = reading(() => head.get(workspace, form, lastSeq(workspace))) as { seq: number } | undefined
    return found && { life: lifeOf(workspace), seq: found.seq, pieces: bodiesOf(workspace, found.seq) }
  }
  function* bodiesOf(workspace: string, seq: number) {
    const rows = pieces.iterate(workspace, seq)
    const next = () => reading(() => rows.next())
    for (let row = next(); !row.done; row = next()) yield String(row.value.body)
  }
  return {
    find,
    begin(workspace, form, seq) {
      const life = lifeOf(workspace)
      let piece = 0
      // Anyone who cleared the workspace meanwhile has forgotten this one too.
      const write = (work: () => void) => transaction(() => (lifeOf(workspace) === life ? work() : undefined))
      // What a crash left unfinished.
      write(() => void removeOthers.run(workspace, find(workspace, form)?.seq ?? -1))
      return {
        add: (body) => write(() => void insert.run(workspace, seq, piece++, body)),
        finish: () =>
          write(() => {
            point.run(workspace, form, seq)
            removeOthers.run(workspace, seq)
          }),
      }
    },
    forget(workspace: string) {
      unpoint.run(workspace)
      removeOthers.run(workspace, -1)
    },
  } satisfies Snapshots & { forget(workspace: string): void }
}
