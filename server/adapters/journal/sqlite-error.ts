import { JournalError } from '../../ports.ts'

const writable = 'make the file and its folder writable, on a disk that can lock files'
const inUse = 'another sandbox has it open'

/** What to do about it, by SQLite's result code; the extended codes first. */
const fixes: Record<number, string> = {
  3850: writable, // SQLITE_IOERR_LOCK: a file that may only be read cannot be locked either
  5: inUse, // SQLITE_BUSY
  6: inUse, // SQLITE_LOCKED
  8: writable, // SQLITE_READONLY
  10: 'see what ails the disk: a quota, a limit on the size of files, a fault', // SQLITE_IOERR
  11: 'bring back a copy of it, or give another path', // SQLITE_CORRUPT
  13: 'make room on the disk', // SQLITE_FULL
  14: 'give a path in a writable folder', // SQLITE_CANTOPEN
  26: 'give the path of a journal, or of a file that is not there yet', // SQLITE_NOTADB
}

const storageError = (doing: string, file: string, why: string, cause?: unknown) =>
  new JournalError(`cannot ${doing} the journal "${file}": ${why}`, { cause, final: true })

/** What went wrong with the file, and how to fix it. A bug of ours stays what it is. */
export const sqliteError = (doing: 'open' | 'read' | 'write', file: string, error: unknown): unknown => {
  const { errcode, message } = error as Error & { errcode?: number }
  if (errcode === undefined) return error
  const fix = fixes[errcode] ?? fixes[errcode & 0xff] ?? `see https://sqlite.org/rescode.html for ${errcode}`
  const again = doing === 'open' ? '' : ', then start again'
  return storageError(doing, file, `${message}; ${fix}${again}`, error)
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

interface Damaged {
  file: string
  workspace: string
  seq: number
  /** What broke when it was replayed. */
  cause?: unknown
}

/** A row that is no entry any more, or is missing. */
export const damagedError = ({ file, workspace, seq, cause }: Damaged) =>
  storageError(
    'read',
    file,
    `entry ${seq} of workspace ${workspace} is damaged or missing; bring back a copy of the file, or give up what ` +
      `followed with: DELETE FROM entry WHERE workspace = ${quoted(workspace)} AND seq >= ${seq}; then start again`,
    cause,
  )

/** SQLite would go on writing to a file that nobody can find any more. */
export const goneError = (file: string): JournalError =>
  storageError('write', file, 'the file has been removed or replaced; move it back, then start again')
