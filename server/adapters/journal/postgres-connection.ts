import type { Pool, PoolClient, QueryResult } from 'pg'
import { secondMs } from '../../../contracts/time.ts'
import { JournalError } from '../../ports.ts'

export interface Query {
  /** A statement with a name is parsed once a connection. */
  name?: string
  text: string
}

export interface Connection {
  ask(query: Query, values?: unknown[]): Promise<QueryResult>
  /** All of it or nothing. */
  transaction(work: (client: PoolClient) => Promise<void>): Promise<void>
  close(): Promise<void>
}

/** Where it is, without the password. */
const publicPlace = (url: string): string => {
  const { username, host, pathname } = new URL(url)
  return `postgres://${username === '' ? '' : `${username}@`}${host}${pathname}`
}

const openPool = async (url: string): Promise<Pool> => {
  // Loaded here: only a server that shares its journal pays for the module.
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5 * secondMs,
    statement_timeout: 30 * secondMs,
    application_name: 'epay-sandbox',
    keepAlive: true,
  })
  // A connection that breaks while nobody uses it is replaced when somebody does.
  pool.on('error', () => {})
  return pool
}

/** A few connections, made when they are needed; whatever goes wrong on them is a JournalError without the password. */
export const connect = async (url: string): Promise<Connection> => {
  const place = publicPlace(url)
  const pool = await openPool(url)
  const failed = (error: Error & { code?: string }) =>
    new JournalError(`the journal at ${place} cannot be reached: ${error.message || error.code}`, {
      cause: error,
    })
  const ask = (query: Query, values: unknown[] = []) =>
    pool.query({ ...query, values }).catch((error: Error) => Promise.reject(failed(error)))
  const transaction = async (work: (client: PoolClient) => Promise<void>) => {
    const client = await pool.connect().catch((error: Error) => Promise.reject(failed(error)))
    // The pool listens to those that are idle: what breaks between two statements fails the next one, not the server.
    const heard = () => {}
    client.on('error', heard)
    try {
      await client.query('BEGIN')
      await work(client)
      await client.query('COMMIT')
      client.release()
    } catch (error) {
      client.release(true) // closed, and with it whatever was left open
      throw failed(error as Error)
    } finally {
      client.off('error', heard)
    }
  }
  return { ask, transaction, close: () => pool.end() }
}
