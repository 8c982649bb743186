import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Finding } from '../../../contracts/finding.ts'
import { someText } from '../../redaction/texts.ts'
import { codingsOf, unpacked } from './body-coding.ts'
import { fieldsOf, formOf, oddCharsetOf, textOf } from './body-text.ts'
import { boundaryIn, boundaryOf, partsOf } from './parts.ts'
import { routeOf } from './route.ts'
import { unreadable } from './unreadable.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What is odd about the bytes of its body; nothing in most. */
    oddBytes: Finding[] | undefined
  }
  interface FastifyContextConfig {
    /** Its body is somebody else's to read: the sample shop's. */
    keepsBytes?: true
  }
}

// No message of the bank nests deeper than three, no scenario deeper than ten.
const maxDepth = 32
// Names nobody knows are journalled: they may not come by the thousand.
const maxFields = 256

const isDeeper = (value: object, left: number): boolean => {
  if (left === 0) return true
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key]
    if (typeof part === 'object' && part !== null && isDeeper(part, left - 1)) return true
  }
  return false
}

const countOf = (fields: object): number => {
  let count = 0
  for (const _ in fields) count += 1
  return count
}

/** What of a body a reader could not bear: recursion without end, names without number. */
const excessOf = (body: unknown): Error | undefined => {
  if (typeof body !== 'object' || body === null) return undefined
  if (isDeeper(body, maxDepth))
    return unreadable(`The body nests deeper than ${maxDepth} levels, and no message does: send it flat`)
  const fields = countOf(body)
  if (fields <= maxFields) return undefined
  return unreadable(
    `The body has ${fields} fields, expected at most ${maxFields}: send what the contract names`,
  )
}

const odd = (request: FastifyRequest, got: string, expected: string) => {
  const finding: Finding = { id: 'odd-bytes', where: 'body', got, expected }
  request.oddBytes = [...(request.oddBytes ?? []), finding]
}

const utf8 = 'UTF-8'

const readParts = async (request: FastifyRequest, bytes: Buffer, boundary: string) => {
  const { fields, charsets } = await partsOf(bytes, boundary)
  for (const charset of new Set(charsets)) odd(request, `a part in charset=${charset}`, utf8)
  return fields
}

/** Letters that were none: the replacement character stands where bytes are no UTF-8. */
const isBroken = (text: string) => text.includes('\uFFFD')

/** The fields of a form; says when its bytes were of no charset that it names. */
const heedBroken = (request: FastifyRequest, fields: object) => {
  if (someText(fields, isBroken)) odd(request, 'bytes of another charset', utf8)
  return fields
}

const readForm = (request: FastifyRequest, bytes: Buffer, charset: string | undefined) => {
  const fields = formOf(bytes, charset)
  return charset === undefined ? heedBroken(request, fields) : fields
}

/** An object, or the empty list some clients write for it. */
const looksLikeJson = (text: string) => /^\s*(\{|\[\s*\]\s*$)/.test(text)
const looksLikeXml = (text: string) => /^\s*</.test(text)

const formLabel = /^\s*application\/x-www-form-urlencoded\b/i

/** What it was sent as: see `takeBytes`. */
const labelOf = ({ raw }: FastifyRequest): string => raw.headers['content-type'] ?? ''

/** The parser of formbody: fields; what only carries a form's label stays bytes, for the hook below to read. */
const parseForm = (text: string): Record<string, unknown> | Buffer => {
  const isParts = text.startsWith('--')
  const isForm = text.trim() !== '' && !isParts && !looksLikeJson(text) && !looksLikeXml(text)
  return isForm ? fieldsOf(text) : Buffer.from(text)
}

/** formbody takes every byte for UTF-8: what is packed, or of another charset, goes past it under another label. */
const takeBytes = (request: FastifyRequest) => {
  const label = labelOf(request)
  if (!formLabel.test(label)) return
  const isPlain = oddCharsetOf(label) === undefined && !request.raw.headers['content-encoding']
  if (!isPlain) request.headers = { ...request.headers, 'content-type': 'application/octet-stream' }
}

type ParseJson = (request: FastifyRequest, text: string) => unknown

/** What is no parts: JSON where it is labelled so or looks so, else a form. */
const readText = (request: FastifyRequest, bytes: Buffer, parseJson: ParseJson): unknown => {
  const type = labelOf(request)
  const charset = oddCharsetOf(type)
  const text = textOf(bytes, charset)
  if (charset !== undefined) odd(request, `charset=${charset}`, utf8)
  if (text.trim() === '') return undefined
  const isLabelled = /^application\/([\w.-]+\+)?json\b/i.test(type)
  if (isLabelled || looksLikeJson(text)) {
    request.received = text
    if (charset === undefined && isBroken(text)) odd(request, 'bytes of another charset', utf8)
    return parseJson(request, text)
  }
  if (looksLikeXml(text))
    throw unreadable('The body is XML: send a form, or JSON where the page says so', 415)
  return readForm(request, bytes, charset)
}

/** The framework's own, which refuses what would poison an object; it answers at once. */
const jsonParserOf = (app: FastifyInstance): ParseJson => {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request, text) => {
    let parsed: { error: Error | null; body?: unknown } | undefined
    parse(request, text, (error, body) => {
      parsed = { error, body }
    })
    if (parsed?.error) throw parsed.error
    return parsed?.body
  }
}

/**
 * Bodies as merchants send them: parts, form, JSON, forms and JSON without a useful content type, JSON and parts that
 * are labelled a form, packed, in another charset, and nothing at all under a JSON content type.
 */
export const acceptBodies = async (app: FastifyInstance): Promise<void> => {
  app.decorateRequest('oddBytes', undefined)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_, bytes, done) => done(null, bytes))
  app.addHook('onRequest', (request, _, done) => {
    takeBytes(request)
    done()
  })
  // Its types know fields alone; whatever its parser returns is the body.
  await app.register(formbody, { parser: parseForm as (text: string) => Record<string, unknown> })
  const parseJson = jsonParserOf(app)

  const read = (request: FastifyRequest, bytes: Buffer): unknown => {
    const type = labelOf(request)
    const isLabelled = /^multipart\/form-data\b/i.test(type)
    const boundary = isLabelled ? boundaryOf(type) : boundaryIn(bytes)
    if (boundary === undefined) return readText(request, bytes, parseJson)
    if (!isLabelled)
      odd(request, `parts labelled ${type || 'nothing'}`, 'multipart/form-data and its boundary')
    return readParts(request, bytes, boundary)
  }

  // What a parser throws would reach nobody in words: whatever is wrong with a body is said here.
  app.addHook('preValidation', (request, _, done) => {
    const { body } = request
    if (typeof body !== 'object' || body === null || routeOf(request).keepsBytes) return done()
    const keep = (found: unknown) => {
      const excess = excessOf(found)
      // Whatever looks at a body follows it to its end.
      request.body = excess ? undefined : found
      done(excess)
    }
    const fail = (error: Error) => {
      request.body = undefined
      done(error)
    }
    if (!Buffer.isBuffer(body)) return keep(heedBroken(request, body))
    const codings = codingsOf(request.headers['content-encoding'])
    if (codings.length > 0 && body.length > 0) {
      odd(request, `Content-Encoding: ${codings.join(', ')}`, 'no coding')
      return void unpacked(body, codings)
        .then((bytes) => read(request, bytes))
        .then(keep, fail)
    }
    try {
      const found = read(request, body)
      // Most bodies are read at once, and no promise is made for them.
      if (found instanceof Promise) found.then(keep, fail)
      else keep(found)
    } catch (error) {
      fail(error as Error)
    }
  })
}
