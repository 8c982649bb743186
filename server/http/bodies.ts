import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const looksLikeJson = (text: string) => text.trimStart().startsWith('{')

const parseForm = (text: string): Record<string, unknown> => {
  // A client labels its JSON as a form (wire/clients §2.3).
  if (looksLikeJson(text)) return JSON.parse(text)
  return Object.fromEntries(new URLSearchParams(text))
}

/**
 * Bodies as merchants send them: multipart, form, JSON, forms and JSON without a useful content type, and
 * nothing at all under a JSON content type (wire/clients §2.1, §2.3).
 */
export const acceptBodies = async (app: FastifyInstance): Promise<void> => {
  app.removeAllContentTypeParsers()
  await app.register(formbody, { parser: parseForm })
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { files: 0, fields: 64, fieldSize: 16 * 1024, parts: 64 },
  })
  const parseJson = app.getDefaultJsonParser('error', 'error')
  const json = (
    request: FastifyRequest,
    text: string,
    done: (error: Error | null, body?: unknown) => void,
  ) => (text.trim() === '' ? done(null, undefined) : parseJson(request, text, done))
  app.addContentTypeParser('application/json', { parseAs: 'string' }, json)
  app.addContentTypeParser<string>('*', { parseAs: 'string' }, (request, text, done) => {
    if (text.trim() === '') return done(null, undefined)
    return looksLikeJson(text) ? parseJson(request, text, done) : done(null, parseForm(text))
  })
}
