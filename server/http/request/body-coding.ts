import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'
import { maxBodyBytes } from './limits.ts'
import { unreadable } from './unreadable.ts'

/** Content codings: how a body was packed for the way. */

type Unpack = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const [unzip, unwrap, unwrapRaw, unbrotli, unzstd] = [
  gunzip,
  inflate,
  inflateRaw,
  brotliDecompress,
  zstdDecompress,
].map((unpack) => promisify(unpack as typeof gunzip) as Unpack) as [Unpack, Unpack, Unpack, Unpack, Unpack]

/** RFC 9110 means the wrapped form, old clients send the bare one: the first two bytes tell. */
const unpackDeflate: Unpack = (bytes, options) => {
  const isWrapped = bytes.length > 1 && bytes.readUInt16BE() % 31 === 0 && (bytes[0] ?? 0) % 16 === 8
  return (isWrapped ? unwrap : unwrapRaw)(bytes, options)
}

const codings = new Map<string, Unpack>([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', unpackDeflate],
  ['br', unbrotli],
  ['zstd', unzstd],
])

/** As Content-Encoding names them: the last one was put on last. */
export const codingsOf = (header = ''): string[] =>
  header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')

const unpackOne = async (bytes: Buffer, coding: string): Promise<Buffer> => {
  const unpack = codings.get(coding)
  if (!unpack)
    throw unreadable(
      `Content-Encoding: ${coding.slice(0, 40)} is not read: send gzip, deflate, br or zstd, or no coding`,
      415,
    )
  try {
    return await unpack(bytes, { maxOutputLength: maxBodyBytes })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw unreadable(`Unpacked, the body is larger than ${maxBodyBytes / 1024} KiB: send less`, 413)
    throw unreadable(
      `The body says Content-Encoding: ${coding} and cannot be unpacked (${message}): leave the header out, ` +
        'or pack the whole body',
    )
  }
}

export const unpacked = async (bytes: Buffer, names: string[]): Promise<Buffer> => {
  if (names.length > 3) throw unreadable('Content-Encoding names more than three codings: send one, or none')
  let plain = bytes
  for (const coding of names.toReversed()) plain = await unpackOne(plain, coding)
  return plain
}
