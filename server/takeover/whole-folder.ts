import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../files/whole-file.ts'

export interface FileParts {
  name: string
  content: string | Buffer
  mode: number
}

/** Two sandboxes may start at once: a folder gets its name whole, and the second to finish takes the first one's. */
export const putWholeFolder = async (folder: string, mode: number, files: FileParts[]): Promise<void> => {
  const stage = await mkdtemp(`${folder}-`)
  for (const { name, content, mode } of files) {
    await writeWhole(join(stage, name), content, { mode })
    // Whatever the umask says.
    await chmod(join(stage, name), mode)
  }
  await chmod(stage, mode)
  await rename(stage, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(stage, { recursive: true })
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error
  })
}
