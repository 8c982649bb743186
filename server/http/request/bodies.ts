import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fieldsOfForm } from './form.ts'
import { onlyAt } from './some-requests.ts'

const looksLikeJson = (text: string) => text.trimStart().startsWith('{')

type Done = (error: Error | null, body?: unknown) => void

const mistake = (message: string, statusCode = 400) => Object.assign(new Error(message), { statusCode })

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

/** Refuses in words what a reader could not bear: recursion without end, names without number. */
const bounded = (body: unknown, done: Done) => {
  if (typeof body === 'object' && body !== null && isDeeper(body, maxDepth)) {
    return done(mistake(`The body nests deeper than ${maxDepth} levels, and no message does: send it flat`))
  }
  const fields = Object.keys(Object(body)).length
  if (fields <= maxFields) return done(null, body)
  return done(
    mistake(`The body has ${fields} fields, expected at most ${maxFields}: send what the contract names`),
  )
}

const retellMultipart = ({ message, statusCode = 400 }: Error & { statusCode?: number }) =>
  mistake(
    `The multipart body cannot be read (${message}): end each part as RFC 7578 says, ` +
      `with a boundary of at most 70 characters; at most ${maxParts} fields of text, no files`,
    statusCode,
  )

const isJson = ({ headers }: FastifyRequest) => /^application\/json\b/i.test(headers['content-type'] ?? '')
const isMultipart = ({ headers }: FastifyRequest) => /^multipart\//i.test(headers['content-type'] ?? '')

/**
 * Bodies as merchants send them: multipart, form, JSON, forms and JSON without a useful content type, JSON that is
 * labelled a form, and nothing at all under a JSON content type.
 */
export const acceptBodies = async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  const limits = { files: 0, fields: maxParts, fieldSize: 16 * 1024, parts: maxParts }
  multipart(onlyAt(app, isMultipart, retellMultipart), { attachFieldsToBody: 'keyValues', limits }, () => {})
  const parseJson = app.getDefaultJsonParser('error', 'error')
  const json = (request: FastifyRequest, text: string, done: Done) => {
    request.received = text
    if (text.trim() === '') return done(null, undefined)
    return parseJson(request, text, (error, body) => (error ? done(error) : bounded(body, done)))
  }
  app.addContentTypeParser('application/json', { parseAs: 'string' }, json)
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (_, text, done) => done(null, text))
  // Handed on as text and read below: what a parser of formbody throws reaches nobody.
  await app.register(formbody, { parser: (text) => text as unknown as Record<string, unknown> })
  app.addHook('preValidation', (request, _, done) => {
    const text = request.body
    if (typeof text !== 'string' || isJson(request)) return done()
    const read: Done = (error, body) => {
      request.body = body
      done(error ?? undefined)
    }
    if (looksLikeJson(text)) return json(request, text, read)
    if (text.trim() === '') return read(null, undefined)
    return bounded(fieldsOfForm(text), read)
  })
}
