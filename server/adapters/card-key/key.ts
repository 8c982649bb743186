import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { writeWhole } from '../../files/whole-file.ts'
import { type CardKey, JournalError } from '../../ports.ts'
import { root } from '../../root.ts'
import { openCryptogram } from './open.ts'

/** Gives anyone who asks the same text: what the first of them made. */
type Shared = (name: string, make: () => Promise<string>) => Promise<string>

export type KeyPlace = 'memory' | { file: string } | { fixture: true } | { shared: Shared }

/** Published in this repository: for runs that must repeat, and for nothing else. */
const fixture = join(root, 'fixtures/test-key.pem')

const generate = async (): Promise<KeyObject> =>
  (await promisify(generateKeyPair)('rsa', { modulusLength: 4096 })).privateKey
const pemOf = (key: KeyObject) => String(key.export({ type: 'pkcs8', format: 'pem' }))

const read = async (file: string): Promise<KeyObject | undefined> => {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known === undefined) return undefined
  try {
    return createPrivateKey(known)
  } catch (cause) {
    const fix = 'bring back a copy of it, or remove it: then another key is made'
    throw new JournalError(`the card key "${file}" is no private key in PEM; ${fix}`, { cause })
  }
}

const keep = async (file: string): Promise<KeyObject> => {
  const known = await read(file)
  if (known) return known
  const made = await generate()
  await writeWhole(file, pemOf(made), { mode: 0o600, isNew: true }).catch((cause: Error) => {
    throw new JournalError(`the card key "${file}" cannot be written: ${cause.message}`, { cause })
  })
  return made
}

const find = async (place: KeyPlace): Promise<KeyObject> => {
  if (place === 'memory') return generate()
  if ('shared' in place)
    return createPrivateKey(await place.shared('card key', async () => pemOf(await generate())))
  return keep('file' in place ? place.file : fixture)
}

/**
 * Kept beside the journal's file or in its database; without either it lives as long as the process.
 * Made at first use: 4096 bits take a second.
 */
export const openCardKey = (place: KeyPlace): CardKey => {
  let key: Promise<KeyObject> | undefined
  const privateKey = () => {
    // One that could not be read is asked for again.
    key ??= find(place).catch((error: Error) => {
      key = undefined
      throw error
    })
    return key
  }
  return {
    open: async (cryptogram) => openCryptogram(cryptogram, await privateKey()),
    publicPem: async () =>
      String(createPublicKey(await privateKey()).export({ type: 'spki', format: 'pem' })),
  }
}
