import * as disk from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What of the file system a file is written with: for tests that break it off in the middle. */
export type Disk = Pick<typeof disk, 'open' | 'rename' | 'link' | 'rm' | 'stat' | 'realpath' | 'readdir'>

interface Written {
  /** Of a file that is not there yet. */
  mode?: number
  /** Throws EEXIST where there is one already. */
  isNew?: boolean
}

// Beside the process id: one process may write the same file twice at once.
let last = 0

/**
 * Writes a file as a whole or not at all: under another name, down to the disk, and then renamed. A process that is
 * killed, a disk that is full, leave what stood there before.
 */
export const writeWhole = async (
  path: string,
  content: string | Buffer,
  { mode = 0o666, isNew = false }: Written = {},
  on: Disk = disk,
): Promise<void> => {
  const target = await on.realpath(path).catch(() => path)
  const known = await on.stat(target).catch(() => undefined)
  // A terminal, a pipe: there is nothing to keep, and nothing to put in its place.
  if (known && !known.isFile() && !known.isDirectory()) return fill(on, target, 'w', { content, mode })
  const part = join(dirname(target), `.${basename(target)}.${process.pid}-${++last}.part`)
  try {
    await removeLeft(on, target)
    await fill(on, part, 'wx', { content, mode, keeps: known?.mode })
    if (isNew) await name(on, part, target)
    else await on.rename(part, target)
    await syncFolder(on, dirname(target))
  } finally {
    await on.rm(part, { force: true }).catch(() => {})
  }
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What processes that were killed while they wrote this file have left beside it; one of our own number too. */
const removeLeft = async (on: Disk, target: string) => {
  const own = `.${basename(target)}.`
  for (const name of await on.readdir(dirname(target)).catch(() => [])) {
    const [, pid, count] = (name.startsWith(own) && /^(\d+)-(\d+)\.part$/.exec(name.slice(own.length))) || []
    if (pid === undefined) continue
    const isOurs = Number(pid) === process.pid
    if (isOurs ? Number(count) >= last : !isRunning(Number(pid)))
      await on.rm(join(dirname(target), name), { force: true })
  }
}

// Some mounts know no second name of a file.
const withoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

const name = async (on: Disk, part: string, target: string) => {
  try {
    await on.link(part, target)
  } catch (error) {
    if (!withoutLinks.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    await (await on.open(target, 'wx')).close()
    await on.rename(part, target)
  }
}

interface Filling {
  content: string | Buffer
  mode: number
  /** The mode of the file whose place it takes. */
  keeps?: number
}

const fill = async (on: Disk, path: string, flag: 'w' | 'wx', { content, mode, keeps }: Filling) => {
  const file = await on.open(path, flag, mode)
  try {
    if (keeps !== undefined) await file.chmod(keeps & 0o777)
    await file.writeFile(content)
    if (flag === 'wx') await file.sync()
  } finally {
    await file.close()
  }
}

/** The new name itself outlives a power cut; where folders cannot be synced, as on Windows, nobody can do more. */
const syncFolder = async (on: Disk, folder: string) => {
  const opened = await on.open(folder, 'r').catch(() => undefined)
  await opened?.sync().catch(() => {})
  await opened?.close()
}
