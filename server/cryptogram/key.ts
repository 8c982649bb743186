import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../root.ts'

/** The key pair merchants encrypt cards for. Made at first use: 4096 bits take a second. */
export interface CardKey {
  publicPem(): Promise<string>
  privateKey(): Promise<KeyObject>
}

/** Published in this repository: for runs that must repeat, and for nothing else. */
const fixture = join(root, 'fixtures/test-key.pem')

const generate = async (): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: 4096 })).privateKey

const keep = async (file: string): Promise<KeyObject> => {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known !== undefined) return createPrivateKey(known)
  const made = await generate()
  await writeFile(file, made.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return made
}

/** Kept beside the journal's file; without a file it lives as long as the process, or is the fixture's. */
export const openCardKey = (where: { file: string } | { fixture: true } | 'memory'): CardKey => {
  let key: Promise<KeyObject> | undefined
  const find = () => (where === 'memory' ? generate() : keep('file' in where ? where.file : fixture))
  const privateKey = () => {
    key ??= find()
    return key
  }
  return {
    privateKey,
    publicPem: async () =>
      String(createPublicKey(await privateKey()).export({ type: 'spki', format: 'pem' })),
  }
}
