import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openCardKey } from '../../../server/adapters/card-key/key.ts'
import { JournalError } from '../../../server/ports.ts'
import { folder } from '../../folder.ts'
import { root } from '../../source.ts'

const whole = readFileSync(`${root}fixtures/test-key.pem`, 'utf8')

t.test('a card key that was cut off is told in words, and asked for again', async (t) => {
  const file = join(folder(t), 'journal.sqlite.rsa.pem')
  const key = openCardKey({ file })
  for (const cut of ['', whole.slice(0, whole.length / 2)]) {
    writeFileSync(file, cut)
    const error = await key.publicPem().catch((error: unknown) => error)
    t.ok(error instanceof JournalError)
    t.match((error as Error).message, /^the card key ".*\.rsa\.pem" is no private key in PEM; .* remove it/)
    t.equal(readFileSync(file, 'utf8'), cut, 'nobody but its owner removes it')
  }
  writeFileSync(file, whole)
  t.match(await key.publicPem(), /^-----BEGIN PUBLIC KEY-----/)
})

t.test('a card key is made once, for its owner alone', async (t) => {
  const file = join(folder(t), 'journal.sqlite.rsa.pem')
  const pem = await openCardKey({ file }).publicPem()
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.equal(await openCardKey({ file }).publicPem(), pem)
  rmSync(file)
})

t.test('a card key that cannot be kept is told in words', async (t) => {
  const file = join(folder(t), 'no such folder', 'journal.sqlite.rsa.pem')
  await t.rejects(openCardKey({ file }).publicPem(), {
    name: 'Error',
    message: /^the card key ".*" cannot be written: ENOENT/,
  })
})
