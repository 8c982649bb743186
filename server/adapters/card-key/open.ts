import { constants, type KeyObject, privateDecrypt } from 'node:crypto'
import { CardSecret } from '../../../contracts/cryptogram.ts'
import { readJson } from '../../../contracts/json.ts'
import { readerOf } from '../../../contracts/reader.ts'
import type { OpenedCard } from '../../ports.ts'

const read = readerOf(CardSecret)

const decrypt = (key: KeyObject, bytes: Buffer, padding: number, oaepHash?: string): string | undefined => {
  try {
    return privateDecrypt({ key, padding, ...(oaepHash ? { oaepHash } : {}) }, bytes).toString('utf8')
  } catch {
    return undefined
  }
}

/** A frequent mistake, worth its own words: the newer padding instead of the bank's old one. */
const isOaep = (key: KeyObject, bytes: Buffer) =>
  ['sha1', 'sha256'].some((hash) => decrypt(key, bytes, constants.RSA_PKCS1_OAEP_PADDING, hash) !== undefined)

/** base64 → RSA → JSON → card, with the reason when one of the steps fails. Never repeats what was inside. */
export const openCryptogram = (cryptogram: string, key: KeyObject): OpenedCard => {
  const bytes = Buffer.from(cryptogram, 'base64')
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 4096) / 8
  if (bytes.length !== length) {
    return { why: `${bytes.length} bytes after base64; RSA with the key of public.rsa gives ${length}` }
  }
  const secret = readJson(decrypt(key, bytes, constants.RSA_PKCS1_PADDING) ?? '')
  if (secret === undefined) {
    if (isOaep(key, bytes)) return { why: 'OAEP padding; the bank uses PKCS#1 v1.5 (RSA/ECB/PKCS1PADDING)' }
    return { why: 'not encrypted with this server’s public.rsa, or no JSON inside' }
  }
  const { value, violations } = read(secret)
  if (violations.length > 0) {
    return { why: violations.map(({ where, expected }) => `${where} must be ${expected}`).join('; ') }
  }
  const { hpan, expDate, cvc } = value
  return {
    card: { pan: hpan.replaceAll(' ', ''), expiry: `${expDate.slice(0, 2)}/${expDate.slice(2)}`, cvc },
  }
}
