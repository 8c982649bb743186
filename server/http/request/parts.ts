import { oddCharsetOf, textOf } from './body-text.ts'
import { unreadable } from './unreadable.ts'

/** Bodies of several parts, as RFC 7578 has them: one field a part, with a label of its own. */

export interface Parts {
  fields: Record<string, unknown>
  /** Charsets of parts that are not UTF-8. */
  charsets: string[]
}

const maxParts = 64
// RFC 2046.
const longestBoundary = 70

const badParts = (why: string, statusCode = 400) =>
  unreadable(
    `The multipart body cannot be read (${why}): end each part as RFC 7578 says, ` +
      `with a boundary of at most ${longestBoundary} characters; at most ${maxParts} fields of text, no files`,
    statusCode,
  )

export const boundaryOf = (contentType: string): string => {
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare ?? ''
  if (boundary === '') throw badParts('its label names no boundary')
  if (boundary.length > longestBoundary) throw badParts('its boundary is too long')
  return boundary
}

/** What a body of parts looks like without its label: a hand-set header forgot it. */
export const boundaryIn = (bytes: Buffer): string | undefined => {
  if (bytes[0] !== 45 || bytes[1] !== 45) return undefined
  const start = bytes.toString('latin1', 0, 512)
  return /^--([^\r\n]{1,70})\r?\n(?:[^\r\n]+\r?\n)*?content-disposition:\s*form-data/i.exec(start)?.[1]
}

interface Part {
  headers: Record<string, string[]>
  bytes: Buffer
}

/** The parser is loaded at the first body of parts: start-up does not wait for it. */
const split = async (bytes: Buffer, boundary: string): Promise<Part[]> => {
  const { Dicer } = await import('@fastify/busboy')
  const parts: Part[] = []
  await new Promise<void>((resolve, reject) => {
    const parser = new Dicer({ boundary })
    const fail = ({ message }: Error) => reject(badParts(message))
    parser.on('part', (stream) => {
      const chunks: Buffer[] = []
      let headers: Part['headers'] = {}
      stream.on('error', fail)
      stream.on('header', (found: object) => {
        headers = found as Part['headers']
      })
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk))
      stream.on('end', () => {
        parts.push({ headers, bytes: Buffer.concat(chunks) })
        if (parts.length > maxParts) reject(badParts(`more than ${maxParts} parts`, 413))
      })
    })
    parser.on('error', fail)
    parser.on('finish', () => resolve())
    parser.end(bytes)
  })
  return parts
}

const parameter = (header: string, name: string): string | undefined => {
  const [, quoted, bare] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header) ?? []
  return (quoted?.replace(/\\(.)/g, '$1') ?? bare)?.slice(0, 100)
}

const ofPart = (name: string, what: string) => badParts(`The part ${name} of the body ${what}`)

const plainTransfer = /^(7bit|8bit|binary)$/i

const readAs = (name: string, text: string, type: string): unknown => {
  if (!/^application\/json\b/i.test(type)) return text
  try {
    return JSON.parse(text)
  } catch {
    throw ofPart(name, 'is labelled application/json and is none')
  }
}

const take = (parts: Parts, { headers, bytes }: Part): void => {
  const [disposition = ''] = headers['content-disposition'] ?? []
  const [type = ''] = headers['content-type'] ?? []
  const [transfer = 'binary'] = headers['content-transfer-encoding'] ?? []
  const name = parameter(disposition, 'name')
  if (name === undefined) throw badParts('a part has no name in its Content-Disposition')
  if (name in Object.prototype) throw badParts(`no field is called ${name}`)
  if (/;\s*filename\*?\s*=/i.test(disposition)) throw ofPart(name, 'is a file: send fields of text, no files')
  if (!plainTransfer.test(transfer.trim()))
    throw ofPart(name, `is coded ${transfer.slice(0, 40)}: send its text as it is`)
  const charset = oddCharsetOf(type)
  if (charset !== undefined) parts.charsets.push(charset)
  parts.fields[name] = readAs(name, textOf(bytes, charset), type)
}

export const partsOf = async (bytes: Buffer, boundary: string): Promise<Parts> => {
  const parts: Parts = { fields: {}, charsets: [] }
  for (const part of await split(bytes, boundary)) take(parts, part)
  return parts
}
