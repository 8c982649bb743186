import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { openSqlite } from '../../../server/adapters/journal/sqlite-file.ts'
import { toConfig } from '../../../server/config.ts'
import { start } from '../../../server/main.ts'
import { form } from '../../../server/workspace/recall.ts'
import { run } from '../../cli/run.ts'
import { folder } from '../../folder.ts'
import { townOf } from '../../hostile/spending.ts'
import { requestToken } from '../../world.ts'

/** A journal of three tokens, closed. */
const written = async (t: Test, env: { durability?: 'power-cut' } = {}) => {
  const file = join(folder(t), "shop's.sqlite")
  const running = await start(toConfig({ port: 0, journal: file, ...env }))
  for (const invoiceID of ['000001', '000002', '000003'])
    t.equal((await requestToken(townOf(running.url), { invoiceID })).status, 200)
  await running.close()
  return file
}

const change = (file: string, sql: string) => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

for (const [what, sql] of Object.entries({
  'is cut off': 'UPDATE entry SET body = substr(body, 1, 20) WHERE seq = 3',
  'is another one': `UPDATE entry SET body = '{"seq":9,"at":0,"kind":"token expired"}' WHERE seq = 3`,
  'has no kind': `UPDATE entry SET body = '{"seq":3,"at":0}' WHERE seq = 3`,
  'has no moment': `UPDATE entry SET body = '{"seq":3,"kind":"token expired"}' WHERE seq = 3`,
  'is of an unknown kind': `UPDATE entry SET body = '{"seq":3,"at":0,"kind":"tea served"}' WHERE seq = 3`,
  'is of another shape': `UPDATE entry SET body = '{"seq":3,"at":0,"kind":"token issued"}' WHERE seq = 3`,
  'is missing': 'DELETE FROM entry WHERE seq = 3',
}))
  t.test(`a row that ${what} stops the start: exit code 3, file, row and what to do`, async (t) => {
    const file = await written(t)
    change(file, `DELETE FROM snapshot; ${sql}`)
    const { code, stderr } = await run(['start', '--port', '0', '--journal', file])
    t.equal(code, 3)
    const [words = '', fix = ''] = stderr.split(/ with: |; then start again\n/)
    t.equal(
      words,
      `epay-sandbox: cannot read the journal "${file}": entry 3 of workspace default is damaged or missing; ` +
        'bring back a copy of the file, or give up what followed',
    )
    change(file, fix)
    const again = await start(toConfig({ port: 0, journal: file }))
    t.equal((await again.workspaces.get('default')).emulator.state().tokens.size, 1, 'what to do works')
    await again.close()
  })

t.test('a snapshot that is damaged is done without', async (t) => {
  const file = await written(t)
  for (const body of ['{"half', 'null']) {
    change(file, `REPLACE INTO snapshot VALUES ('default', '${form}', 3); DELETE FROM snapshot_piece`)
    change(file, `INSERT INTO snapshot_piece VALUES ('default', 3, 0, '${body}')`)
    const again = await start(toConfig({ port: 0, journal: file }))
    t.equal((await again.workspaces.get('default')).emulator.state().tokens.size, 3, body)
    await again.close()
  }
})

t.test(
  'after a power cut is what the disk was asked to hold: synced at each commit, when asked',
  async (t) => {
    for (const [durability, level] of [
      ['kill', 1],
      ['power-cut', 2],
    ] as const) {
      const { database } = await openSqlite(join(folder(t), 'journal.sqlite'), '', durability)
      t.equal(database.prepare('PRAGMA synchronous').get()?.synchronous, level, durability)
      database.close()
    }
    const exec = DatabaseSync.prototype.exec
    const asked: string[] = []
    DatabaseSync.prototype.exec = function (sql) {
      asked.push(sql)
      return exec.call(this, sql)
    }
    t.teardown(() => {
      DatabaseSync.prototype.exec = exec
    })
    await written(t, { durability: 'power-cut' })
    t.ok(asked.includes('PRAGMA synchronous = FULL'), 'the option gets to the file')
    t.throws(() => toConfig({ durability: 'power-cut' }), { message: /needs a journal on a disk/ })
    t.throws(() => toConfig({ durability: 'both' }), { message: /expected kill or power-cut/ })
    t.equal(toConfig({}).durability, 'kill')
  },
)
