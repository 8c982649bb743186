import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Neither nothing nor JSON, whatever it calls itself. */
const isForm = (text: string) => /^\s*[^\s{]/.test(text)

type Done = (error: Error | null, body?: unknown) => void

const mistake = (message: string, statusCode = 400) => Object.assign(new Error(message), { statusCode })

/** Of a name that comes twice, the last value. */
const fieldsOfForm = (text: string) => Object.fromEntries(new URLSearchParams(text))

// No message of the bank nests deeper than three, no scenario deeper than ten.
const maxDepth = 32
// Names nobody knows are journalled: they may not come by the thousand.
const maxFields = 256
const maxParts = 64

const isDeeper = (value: object, left: number): boolean => {
  if (left === 0) return true
  for (const key in value) {
    const part = (value as Record<string, unknown>)[key]
    if (typeof part === 'object' && part !== null && isDeeper(part, left - 1)) return true
  }
  return false
}

/** What of a body a reader could not bear: recursion without end, names without number. */
const excessOf = (body: unknown): Error | undefined => {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return undefined
  if (isDeeper(body, maxDepth))
    return mistake(`The body nests deeper than ${maxDepth} levels, and no message does: send it flat`)
  const fields = Object.keys(body).length
  if (fields <= maxFields) return undefined
  return mistake(`The body has ${fields} fields, expected at most ${maxFields}: send what the contract names`)
}

const retellMultipart = ({ message, statusCode = 400 }: Error & { statusCode?: number }) =>
  mistake(
    `The multipart body cannot be read (${message}): end each part as RFC 7578 says, ` +
      `with a boundary of at most 70 characters; at most ${maxParts} fields of text, no files`,
    statusCode,
  )

const isJson = ({ headers }: FastifyRequest) => /^application\/json\b/i.test(headers['content-type'] ?? '')

const fieldsOfParts = async (request: FastifyRequest) => {
  const fields: Record<string, unknown> = {}
  try {
    for await (const part of request.parts()) if (part.type === 'field') fields[part.fieldname] = part.value
  } catch (error) {
    throw retellMultipart(error as Error)
  }
  return fields
}

/**
 * Bodies as merchants send them: multipart, form, JSON, forms and JSON without a useful content type, JSON that is
 * labelled a form, and nothing at all under a JSON content type.
 */
export const acceptBodies = async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  const limits = { files: 0, fields: maxParts, fieldSize: 16 * 1024, parts: maxParts }
  await app.register(multipart, { limits })
  // JSON that is labelled a form stays a text, and so does what has no useful label: the hook below reads both.
  const parser = (text: string) => (isForm(text) ? fieldsOfForm(text) : (text as never))
  await app.register(formbody, { parser })
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (_, text, done) => done(null, text))
  const parseJson = app.getDefaultJsonParser('error', 'error')
  const json = (request: FastifyRequest, text: string, done: Done) => {
    request.received = text
    if (text.trim() === '') return done(null, undefined)
    return parseJson(request, text, done)
  }
  app.addContentTypeParser('application/json', { parseAs: 'string' }, json)
  // What a parser of formbody throws reaches nobody: whatever is wrong with a body is said here.
  app.addHook('preValidation', (request, _, done) => {
    const read: Done = (error, body) => {
      request.body = body
      done(error ?? excessOf(body))
    }
    const { body } = request
    if (request.isMultipart()) return void fieldsOfParts(request).then((fields) => read(null, fields), done)
    if (typeof body !== 'string' || isJson(request)) return done(excessOf(body))
    return isForm(body) ? read(null, fieldsOfForm(body)) : json(request, body, read)
  })
}
