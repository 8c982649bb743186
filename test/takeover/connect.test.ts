import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { root } from '../../server/root.ts'
import { takeoverEnvironment } from '../../server/takeover/environment.ts'
import { openOwnHosts } from '../../server/takeover/own-hosts.ts'
import { matches } from '../matches.ts'
import { absent, runtimes } from './runtimes.ts'
import { openTown } from './town.ts'

/** The smallest real client of each runtime, with the bank's address written in: none of them is changed. */

const folder = join(root, 'fixtures/connect')
const isClient = (name: string) => !name.startsWith('request.')

/** The environment of a shell: what tap set for itself is not in it. */
const shell = () => {
  const { NODE_OPTIONS, ...env } = process.env
  return env
}

t.test('every client of fixtures/connect is in the table of runtimes, and in its page', async (t) => {
  const files = readdirSync(folder).filter(isClient)
  t.same(files, [...new Set(runtimes.map(({ file }) => file))].sort())
  const page = readFileSync(join(root, 'static/docs/connect/takeover.md'), 'utf8')
  for (const file of files) t.ok(page.includes(file), file)
})

for (const runtime of runtimes) {
  const { file, program, args = [], ownHosts } = runtime
  const name = `${file} gets its token from the takeover, where ${basename(program)} is installed`
  t.test(name, { skip: absent(runtime) ?? false }, async (t) => {
    const { takeover } = await openTown(t)
    const env = { ...shell(), ...takeoverEnvironment(takeover, shell()) }
    let before: string[] = []
    if (ownHosts) {
      const opened = await openOwnHosts(takeover)
      if (typeof opened === 'string')
        return t.match(opened, /needs root|cannot listen|only Linux/, 'told in words')
      t.teardown(opened.close)
      before = opened.before
    }
    const [first = '', ...rest] = [...before, program, ...args, join(folder, file)]
    const { stdout } = await promisify(execFile)(first, rest, { env })
    t.equal(stdout.trim(), 'Bearer')
    matches(t, takeover.hostCounts(), [{ host: 'testoauth.homebank.kz', answered: 1 }])
  })
}
