import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { folder } from '../folder.ts'
import { root } from '../source.ts'
import { contender, type Round } from './contest.ts'
import type { Rival } from './rival-setups.ts'
import { enter, rivalTable, startRival } from './rivals.ts'

const rival = (name: string, setUp: Rival['setUp']): Rival => ({ name, package: `${name}@1.0.0`, setUp })

/** A mock that is there at once, on the port it was given. */
const good = rival('good', (folder, port) => {
  const file = join(folder, 'good.mjs')
  const answer = `(_, response) => response.end('{}')`
  const source = `import { createServer } from 'node:http'\ncreateServer(${answer}).listen(${port}, '127.0.0.1')\n`
  writeFileSync(file, source)
  return [process.execPath, file]
})

t.test('a rival is ready when it answers', async (t) => {
  const started = await startRival(folder(t), good)
  t.teardown(started.stop)
  const answer = await fetch(`${started.url}/oauth2/token`, { method: 'POST' })
  t.equal(await answer.text(), '{}')
})

const notFetched = async (): Promise<never> => {
  throw new Error('npm has no such\n  package')
}

t.test('one that cannot be run is told with the reason', async (t) => {
  t.same(await enter(good, notFetched), { name: 'good', why: 'npm has no such package' })
  const noJava = rival('no java', () => ['a-java-that-is-not-there'])
  const dies = rival('dies', () => [
    process.execPath,
    '--eval',
    'console.error("no memory"); process.exit(3)',
  ])
  // The folder is made by anyone who fetches; these need none of their own.
  const inRoot = (one: Rival) => startRival(root, one).then(String, (error: Error) => error.message)
  t.equal(await inRoot(noJava), 'a-java-that-is-not-there is not on the PATH')
  t.equal(await inRoot(dies), 'it ended with 3: no memory')
})

const round = (token: number, charge: number): Round => ({ token, charge, tokenUs: 100, chargeUs: 200 })
const child = { url: '', pid: 0, readyMs: 321, stop: async () => undefined }

t.test('the table has a line for everybody', async (t) => {
  const sandbox = { ...contender('sandbox', child), rounds: [round(2_000, 1_000)], residentMb: 150 }
  const mock = { ...contender('mock', child), rounds: [round(1_000, 4_000)], residentMb: 90 }
  const lines = rivalTable([sandbox, mock], [{ name: 'other', why: 'java is not on the PATH' }]).split('\n')
  t.same(lines.slice(2), [
    '| sandbox | 2,000 | 1.00 | 1,000 | 1.00 | 100 / 200 | 321 | 150 |',
    '| mock | 1,000 | 2.00 | 4,000 | 0.25 | 100 / 200 | 321 | 90 |',
    '| other | could not be run: java is not on the PATH | – | – | – | – | – | – |',
  ])
})
