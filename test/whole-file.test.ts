import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import * as disk from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { type Disk, writeWhole } from '../server/files/whole-file.ts'
import { folder } from './folder.ts'
import { root } from './source.ts'

const before = 'what stood there before'
const after = 'what shall stand there'.repeat(100)

/** A disk on which one step of a file fails, after half of what is written. */
const failing = (step?: 'open' | 'writeFile' | 'sync' | 'rename', code?: string) => {
  const steps: string[] = []
  const fails = (name: string) => {
    steps.push(name)
    if (name === step) throw Object.assign(new Error(`${code}: ${name}`), { code })
  }
  const open: Disk['open'] = async (path, flags, mode) => {
    fails('open')
    const file = await disk.open(path, flags, mode)
    const { writeFile, sync } = file
    return Object.assign(file, {
      async writeFile(content: string) {
        if (step === 'writeFile') await writeFile.call(file, content.slice(0, content.length / 2))
        fails('writeFile')
        await writeFile.call(file, content)
      },
      async sync() {
        fails('sync')
        await sync.call(file)
      },
    })
  }
  const rename: Disk['rename'] = async (...paths) => {
    fails('rename')
    await disk.rename(...paths)
  }
  return { on: { ...disk, open, rename } as Disk, steps }
}

for (const [step, code] of [
  ['open', 'EACCES'],
  ['writeFile', 'ENOSPC'],
  ['sync', 'EIO'],
  ['rename', 'EXDEV'],
] as const)
  t.test(`${code} at ${step} leaves what stood there, and nothing else`, async (t) => {
    const home = folder(t)
    const path = join(home, 'card.pem')
    writeFileSync(path, before)
    await t.rejects(writeWhole(path, after, {}, failing(step, code).on), { code })
    t.equal(readFileSync(path, 'utf8'), before)
    t.strictSame(readdirSync(home), ['card.pem'])
    const missing = join(home, 'new.pem')
    await t.rejects(writeWhole(missing, after, {}, failing(step, code).on), { code })
    t.strictSame(readdirSync(home), ['card.pem'])
  })

t.test('it is on the disk before it has its name, and its name after', async (t) => {
  const { on, steps } = failing()
  const path = join(folder(t), 'report.json')
  await writeWhole(path, after, {}, on)
  t.strictSame(steps, ['open', 'writeFile', 'sync', 'rename', 'open', 'sync'])
  t.equal(readFileSync(path, 'utf8'), after)
})

t.test('a process that is killed in the middle leaves what stood there', async (t) => {
  const home = folder(t)
  const path = join(home, 'card.pem')
  writeFileSync(path, before)
  const script = `
    import * as disk from 'node:fs/promises'
    import { writeWhole } from ${JSON.stringify(`${root}server/files/whole-file.ts`)}
    const open = async (...given) => {
      const file = await disk.open(...given)
      const { writeFile } = file
      file.writeFile = async (content) => {
        await writeFile.call(file, content.slice(0, 10))
        process.kill(process.pid, 'SIGKILL')
      }
      return file
    }
    await writeWhole(${JSON.stringify(path)}, 'half of it is no key', {}, { ...disk, open })`
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script])
  t.equal(signal, 'SIGKILL')
  t.equal(readFileSync(path, 'utf8'), before)
  const left = readdirSync(home).filter((name) => name !== 'card.pem')
  t.equal(left.length, 1, 'half of it is under another name')
  t.match(left[0], /^\.card\.pem\.\d+-1\.part$/)
  const others = [`.card.pem.${process.ppid}-1.part`, '.other.pem.1000000001-1.part', '.card.pem.part']
  for (const name of others) writeFileSync(join(home, name), 'not ours to remove')
  await writeWhole(path, after)
  t.equal(readFileSync(path, 'utf8'), after)
  t.strictSame(readdirSync(home).sort(), [...others, 'card.pem'].sort(), 'the next write takes it away')
})

t.test('a new file is new: nobody else is overwritten, not even at the same moment', async (t) => {
  const home = folder(t)
  const path = join(home, 'recording.json')
  const all = await Promise.allSettled(
    ['one', 'two', 'three'].map((text) => writeWhole(path, text, { isNew: true })),
  )
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const one of all) if (one.status === 'rejected') t.equal(one.reason.code, 'EEXIST')
  t.strictSame(readdirSync(home), ['recording.json'])
})

t.test('where a file can have one name only, a new file is new all the same', async (t) => {
  const link: Disk['link'] = () =>
    Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' }))
  const path = join(folder(t), 'recording.json')
  await writeWhole(path, before, { isNew: true }, { ...disk, link })
  await t.rejects(writeWhole(path, after, { isNew: true }, { ...disk, link }), { code: 'EEXIST' })
  t.equal(readFileSync(path, 'utf8'), before)
})

t.test('a file keeps its mode, a new one has the one it is given, a link leads where it led', async (t) => {
  const home = folder(t)
  const known = join(home, 'known')
  writeFileSync(known, before)
  chmodSync(known, 0o640)
  symlinkSync('known', join(home, 'link'))
  await writeWhole(join(home, 'link'), after)
  t.equal(readFileSync(known, 'utf8'), after)
  t.equal(statSync(known).mode & 0o777, 0o640)
  await writeWhole(join(home, 'key'), after, { mode: 0o600 })
  t.equal(statSync(join(home, 'key')).mode & 0o777, 0o600)
  t.strictSame(readdirSync(home), ['key', 'known', 'link'])
})

t.test('what is no file is written to as it is; a folder is refused', async (t) => {
  await writeWhole('/dev/null', after)
  t.ok(statSync('/dev/null').isCharacterDevice())
  const home = folder(t)
  mkdirSync(join(home, 'taken'))
  await t.rejects(writeWhole(join(home, 'taken'), after), { code: /EISDIR|ENOTEMPTY|EEXIST|EPERM/ })
  t.strictSame(readdirSync(home), ['taken'])
})
