import { spawnSync } from 'node:child_process'
import t from 'tap'
import { plain } from './plain.ts'

t.test('a file that uses PostgreSQL and fails ends with the exit code of a failure', async (t) => {
  const failing = `
    import { openPostgres } from '${new URL('./postgres.ts', import.meta.url).href}'
    const teardowns = []
    const postgres = await openPostgres({ teardown: (run) => teardowns.unshift(run) })
    await postgres.query('SELECT 1')
    for (const run of teardowns) await run()
    process.exitCode = 1`
  const [program = '', ...rest] = plain([process.execPath, '--input-type=module', '--eval', failing])
  const { status, stderr } = spawnSync(program, rest, { encoding: 'utf8' })
  t.equal(status, 1, stderr)
})
