import type { PoolClient } from 'pg'

/** Each step once, in this order; a step that has been released is never changed. */
const steps = [
  `CREATE TABLE epay_sandbox_workspace (
     name text PRIMARY KEY,
     life bigint NOT NULL, -- one more after every reset
     seq bigint NOT NULL -- of its last entry
   );
   CREATE TABLE epay_sandbox_entry (
     workspace text NOT NULL,
     seq bigint NOT NULL,
     body text NOT NULL,
     PRIMARY KEY (workspace, seq)
   );
   CREATE TABLE epay_sandbox_secret (name text PRIMARY KEY, body text NOT NULL)`,
  // A life's number is given once, so that the row of a deleted workspace need not be kept to remember it.
  `CREATE SEQUENCE epay_sandbox_life;
   DELETE FROM epay_sandbox_workspace WHERE seq = 0;
   UPDATE epay_sandbox_workspace SET life = nextval('epay_sandbox_life')`,
  // At which entry a fork holds what is owed; 0: nowhere.
  'ALTER TABLE epay_sandbox_workspace ADD COLUMN holds_at bigint NOT NULL DEFAULT 0',
]

// Any number that other users of the database are unlikely to lock.
const lock = 3729_2025

/** Creates the tables, or brings older ones up to date; servers that start at once do it one after the other. */
export const migrate = async (client: PoolClient): Promise<void> => {
  await client.query('SELECT pg_advisory_xact_lock($1)', [lock])
  await client.query('CREATE TABLE IF NOT EXISTS epay_sandbox_schema (steps int NOT NULL)')
  const { rows } = await client.query('SELECT steps FROM epay_sandbox_schema')
  const done: number = rows[0]?.steps ?? 0
  if (done > steps.length) {
    throw new Error(
      `its tables were made by a newer epay-sandbox (${done} steps, this one knows ${steps.length}): ` +
        'update this one, or give it a database of its own',
    )
  }
  if (done === steps.length) return
  for (const step of steps.slice(done)) await client.query(step)
  await client.query('DELETE FROM epay_sandbox_schema')
  await client.query('INSERT INTO epay_sandbox_schema VALUES ($1)', [steps.length])
}
