import type { PoolClient } from 'pg'
import type { Entry, EntryBody } from '../../../contracts/entry.ts'
import type { Copied, Journal, Place, Reading } from '../../ports.ts'
import { inGroups } from './groups.ts'
import { type Connection, connect } from './postgres-connection.ts'
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

// Rows that somebody else holds are left out: waiting for them here would hold up all the others, and two servers that
// wait for each other's would never end.
const appendMany = {
  name: 'append many',
  text: `
    WITH given AS (
      SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS given (workspace, life, seq, last)
    ),
    free AS (
      SELECT known.name, given.last
      FROM epay_sandbox_workspace known
      JOIN given ON given.workspace = known.name AND given.life = known.life AND given.seq = known.seq
      FOR UPDATE OF known SKIP LOCKED
    ),
    moved AS (
      UPDATE epay_sandbox_workspace known SET seq = free.last FROM free WHERE known.name = free.name
      RETURNING known.name
    ),
    written AS (
      INSERT INTO epay_sandbox_entry (workspace, seq, body)
      SELECT line.workspace, line.seq, line.body
      FROM moved JOIN unnest($5::text[], $6::bigint[], $7::text[]) AS line (workspace, seq, body)
        ON line.workspace = moved.name
    )
    SELECT given.workspace, moved.name IS NOT NULL AS is_moved
    FROM given
    JOIN epay_sandbox_workspace known
      ON given.workspace = known.name AND given.life = known.life AND given.seq = known.seq
    LEFT JOIN moved ON moved.name = given.workspace`,
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
    SELECT known.name, known.life, known.holds_at, written.body
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS asked (workspace, life, seq, most)
    JOIN epay_sandbox_workspace known ON known.name = asked.workspace
    LEFT JOIN LATERAL (
      SELECT seq, body FROM epay_sandbox_entry
      WHERE workspace = known.name AND seq > CASE WHEN known.life = asked.life THEN asked.seq ELSE 0 END
      ORDER BY seq LIMIT asked.most
    ) written ON true
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

type Ask = Connection['ask']

interface Append {
  workspace: string
  place: Place
  entries: Entry[]
}

/** One append a statement: it waits until nobody else holds the workspace, and what it answers is final. */
const appendOne = async (ask: Ask, { workspace, place: { life, seq }, entries }: Append) => {
  const given = [workspace, seq, texts(entries)]
  const { rows } = await (life === 0 ? ask(begin, given) : ask(append, [...given, life]))
  return rows[0] && { life: +rows[0].life, entries }
}

/** Somebody else has written to it, or is about to. */
type Appended = Reading | 'lost' | 'held'

/** Many workspaces in one statement, and so in one write to the disk. */
const appendTogether = async (ask: Ask, group: Append[]): Promise<Appended[]> => {
  const lines = group.flatMap(({ workspace, entries }) =>
    entries.map((entry) => ({ workspace, seq: entry.seq, body: JSON.stringify(entry) })),
  )
  const { rows } = await ask(appendMany, [
    group.map(({ workspace }) => workspace),
    group.map(({ place }) => place.life),
    group.map(({ place }) => place.seq),
    group.map(({ entries }) => entries.at(-1)?.seq),
    lines.map(({ workspace }) => workspace),
    lines.map(({ seq }) => seq),
    lines.map(({ body }) => body),
  ])
  const isMoved = new Map(rows.map((row): [string, boolean] => [row.workspace, row.is_moved]))
  return group.map(({ workspace, place: { life }, entries }): Appended => {
    const moved = isMoved.get(workspace)
    if (moved === undefined) return 'lost'
    return moved ? { life, entries } : 'held'
  })
}

interface Read {
  workspace: string
  after: Place
  limit?: number | undefined
}

const readTogether = async (ask: Ask, group: Read[]): Promise<Reading[]> => {
  const { rows } = await ask(read, [
    group.map(({ workspace }) => workspace),
    group.map(({ after }) => after.life),
    group.map(({ after }) => after.seq),
    group.map(({ limit }) => limit ?? null),
  ])
  const byName = Map.groupBy(rows, ({ name }) => name as string)
  return group.map(({ workspace }) => readingOf(byName.get(workspace) ?? []))
}

const readingOf = (rows: { life: string; holds_at: string; body: string | null }[]): Reading => {
  const holdsAt = Number(rows[0]?.holds_at ?? 0)
  return {
    life: Number(rows[0]?.life ?? 0),
    entries: rows.flatMap(({ body }) => (body === null ? [] : [JSON.parse(body) as Entry])),
    ...(holdsAt > 0 ? { holdsAt } : {}),
  }
}

/** Appends of many servers, one after the other for each workspace; PostgreSQL alone decides which came first. */
export const postgresJournal = async (url: string): Promise<PostgresJournal> => {
  const { ask, transaction, close } = await connect(url)
  await transaction(migrate).catch(async (error: Error) => {
    await close()
    throw error
  })

  const byWorkspace = ({ workspace }: { workspace: string }) => workspace
  const readInGroups = inGroups((group: Read[]) => readTogether(ask, group), byWorkspace)
  const appendInGroups = inGroups((group: Append[]) => appendTogether(ask, group), byWorkspace)

  return {
    exclusive: false,
    workspaces: async () => (await ask(names)).rows.map(({ name }) => name),
    async places() {
      const { rows } = await ask(places)
      return new Map(rows.map((row): [string, Place] => [row.name, { life: +row.life, seq: +row.seq }]))
    },
    read: (workspace, after, limit) => readInGroups({ workspace, after, limit }),
    async append(workspace, place, at, bodies) {
      const asked = { workspace, place, entries: numbered(place.seq, at, bodies) }
      // The first entries of a life have no row yet to be found by.
      const appended = place.life > 0 ? await appendInGroups(asked) : 'held'
      if (appended === 'lost') return undefined
      return appended === 'held' ? appendOne(ask, asked) : appended
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
