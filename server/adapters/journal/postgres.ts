import type { PoolClient } from 'pg'
import type { Entry, EntryBody } from '../../../contracts/entry.ts'
import type { Copied, Journal, Place } from '../../ports.ts'
import { connect } from './postgres-connection.ts'
import { migrate } from './postgres-schema.ts'

/** A journal many servers share, and the secrets they must have in common. */
export interface PostgresJournal extends Journal {
  /** The secret of this name; anyone who asks first makes it, and all others get the same. */
  secret(name: string, make: () => Promise<string>): Promise<string>
}

// The row of the workspace is the lock: PostgreSQL lets one writer after the other look at it.
const writing = (moved: string) => `
    WITH moved AS (${moved} RETURNING name, life),
    written AS (
      INSERT INTO epay_sandbox_entry (workspace, seq, body)
      SELECT name, $2::bigint + position, body
      FROM moved, unnest($3::text[]) WITH ORDINALITY AS given (body, position)
    )
    SELECT life FROM moved`

const append = {
  name: 'append',
  text: writing(`
      UPDATE epay_sandbox_workspace SET seq = $2::bigint + cardinality($3::text[])
      WHERE name = $1 AND seq = $2 AND life = $4`),
}

const begin = {
  name: 'begin',
  text: writing(`
      INSERT INTO epay_sandbox_workspace (name, life, seq)
      SELECT $1, nextval('epay_sandbox_life'), cardinality($3::text[]) WHERE $2 = 0
      ON CONFLICT DO NOTHING`),
}

const read = {
  name: 'read',
  text: `
    SELECT known.life, known.holds_at, written.body
    FROM epay_sandbox_workspace known
    LEFT JOIN LATERAL (
      SELECT seq, body FROM epay_sandbox_entry
      WHERE workspace = known.name AND seq > CASE WHEN known.life = $2 THEN $3::bigint ELSE 0 END
      ORDER BY seq LIMIT $4
    ) written ON true
    WHERE known.name = $1
    ORDER BY written.seq`,
}

const places = { name: 'places', text: 'SELECT name, life, seq FROM epay_sandbox_workspace' }
const names = { name: 'names', text: 'SELECT name FROM epay_sandbox_workspace ORDER BY name' }

const beginAnotherLife = `
  INSERT INTO epay_sandbox_workspace (name, life, seq, holds_at) VALUES ($1, nextval('epay_sandbox_life'), $2, $3)
  ON CONFLICT (name) DO UPDATE SET life = excluded.life, seq = excluded.seq, holds_at = excluded.holds_at`
const endLife = 'DELETE FROM epay_sandbox_workspace WHERE name = $1'

const numbered = (seq: number, at: number, bodies: EntryBody[]): Entry[] =>
  bodies.map((body, i) => ({ seq: seq + i + 1, at, ...body }))
const texts = (entries: readonly Entry[]) => entries.map((entry) => JSON.stringify(entry))

const beginWith = async (client: PoolClient, workspace: string, { entries, holds }: Copied) => {
  const last = entries.at(-1)?.seq ?? 0
  await client.query(beginAnotherLife, [workspace, last, holds ? last : 0])
  await client.query('DELETE FROM epay_sandbox_entry WHERE workspace = $1', [workspace])
  await client.query(
    `INSERT INTO epay_sandbox_entry (workspace, seq, body)
     SELECT $1, position, body FROM unnest($2::text[]) WITH ORDINALITY AS written (body, position)`,
    [workspace, texts(entries)],
  )
}

/** Appends of many servers, one after the other for each workspace; PostgreSQL alone decides which came first. */
export const postgresJournal = async (url: string): Promise<PostgresJournal> => {
  const { ask, transaction, close } = await connect(url)
  await transaction(migrate).catch(async (error: Error) => {
    await close()
    throw error
  })

  return {
    exclusive: false,
    workspaces: async () => (await ask(names)).rows.map(({ name }) => name),
    async places() {
      const { rows } = await ask(places)
      return new Map(rows.map((row): [string, Place] => [row.name, { life: +row.life, seq: +row.seq }]))
    },
    async read(workspace, after, limit) {
      const { rows } = await ask(read, [workspace, after.life, after.seq, limit ?? null])
      const written = rows.filter(({ body }) => body !== null)
      const holdsAt = Number(rows[0]?.holds_at ?? 0)
      return {
        life: Number(rows[0]?.life ?? 0),
        entries: written.map(({ body }) => JSON.parse(body) as Entry),
        ...(holdsAt > 0 ? { holdsAt } : {}),
      }
    },
    async append(workspace, { life, seq }, at, bodies) {
      const entries = numbered(seq, at, bodies)
      const given = [workspace, seq, texts(entries)]
      const { rows } = await (life === 0 ? ask(begin, given) : ask(append, [...given, life]))
      return rows[0] && { life: +rows[0].life, entries }
    },
    clear: (workspace, at = 0, bodies = []) =>
      transaction(async (client) => {
        const entries = numbered(0, at, bodies)
        if (entries.length > 0) return beginWith(client, workspace, { entries, holds: false })
        const { rowCount } = await client.query(endLife, [workspace])
        // Without a row there is nothing to hold: somebody may be writing the first entries just now.
        if (rowCount === 0) return
        await client.query('DELETE FROM epay_sandbox_entry WHERE workspace = $1', [workspace])
      }),
    copy: (workspace, copied) => transaction((client) => beginWith(client, workspace, copied)),
    async secret(name, make) {
      const find = async () =>
        (await ask({ text: 'SELECT body FROM epay_sandbox_secret WHERE name = $1' }, [name])).rows[0]?.body
      const known = await find()
      if (known !== undefined) return known
      const keep = 'INSERT INTO epay_sandbox_secret (name, body) VALUES ($1, $2) ON CONFLICT DO NOTHING'
      await ask({ text: keep }, [name, await make()])
      return find()
    },
    close,
  }
}
