import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../files/whole-file.ts'
import type { Description } from './load.ts'
import type { Report } from './verdict.ts'

/** Beside nobody's sources: one small file per described shop. */
const fileOf = ({ folder, start, createOrder }: Description) => {
  const shop = createHash('sha256')
    .update(JSON.stringify([folder, start, createOrder]))
    .digest('hex')
  return join(tmpdir(), `epay-sandbox-certify-${shop.slice(0, 16)}.json`)
}

export const lastFailed = async (description: Description): Promise<string[]> => {
  const text = await readFile(fileOf(description), 'utf8').catch(() => '[]')
  return JSON.parse(text) as string[]
}

export const rememberFailed = async (description: Description, { cases }: Report): Promise<void> => {
  const failed = cases.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name)
  await writeWhole(fileOf(description), JSON.stringify(failed))
}
