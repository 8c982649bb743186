import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { goneError, sqliteError } from './sqlite-error.ts'

/** A file with one owner. Whatever goes wrong with it is told in words. */
export interface SqliteFile {
  database: DatabaseSync
  reading<T>(work: () => T): T
  /** All of it or nothing. */
  transaction<T>(work: () => T): T
}

/** What an answer outlives: the end of the process, or a power cut as well. */
export type Durability = 'kill' | 'power-cut'

// NORMAL leaves it to the system when the newest entries get from its memory to the disk.
const synchronous: Record<Durability, string> = { kill: 'NORMAL', 'power-cut': 'FULL' }

export const openSqlite = async (
  file: string,
  schema: string,
  durability: Durability = 'kill',
): Promise<SqliteFile> => {
  const database = await open(file, schema, durability)
  const placed = () => statSync(file, { throwIfNoEntry: false })?.ino
  const place = placed()
  return {
    database,
    reading(work) {
      try {
        return work()
      } catch (error) {
        throw sqliteError('read', file, error)
      }
    },
    transaction(work) {
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
    },
  }
}

const open = async (file: string, schema: string, durability: Durability): Promise<DatabaseSync> => {
  // Loaded here: only a workspace that keeps a file pays for the module.
  const { DatabaseSync } = await import('node:sqlite')
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    // EXCLUSIVE: a second sandbox on the same file is refused at start, not discovered later.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = ${synchronous[durability]}`)
    database.exec(schema)
    return database
  } catch (error) {
    database?.close()
    throw sqliteError('open', file, error)
  }
}
