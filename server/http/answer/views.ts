import { join } from 'node:path'
import type { Eta } from 'eta'
import type { FastifyReply } from 'fastify'
import type { Violation } from '../../../contracts/violation.ts'
import { root } from '../../root.ts'

export const staticFolder = join(root, 'static')

let engine: Promise<Eta> | undefined

/** Renders a template of static/; the engine is loaded with the first page, not at start-up. */
export const render = async (template: string, data: object): Promise<string> => {
  engine ??= import('eta').then(({ Eta }) => new Eta({ views: staticFolder, autoEscape: true, cache: true }))
  return (await engine).renderAsync(template, data)
}

/** No inline script or style, nothing from elsewhere; any shop may show the page in its widget. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self' http: https:",
  "base-uri 'none'",
].join('; ')

/** A page of the bank or of the issuer: nobody keeps it, and no other site learns its address. */
export const sendPage = async (reply: FastifyReply, template: string, view: object) => {
  reply.problems = problemsOf(view)
  return (
    reply
      .header('content-security-policy', pagePolicy)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      // A shop that isolates itself may show the widget all the same.
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cross-origin-embedder-policy', 'require-corp')
      .type('text/html; charset=utf-8')
      .send(await render(template, view))
  )
}

interface PageView {
  /** As the page says it; `logged` is how it is kept, in English. */
  problems?: (Omit<Violation, 'where'> & { field: string; logged?: Partial<Violation> })[]
  /** By field: the key of its text. */
  errors?: Record<string, string>
  t?: { errors?: Record<string, string> }
}

/** What the page says is wrong: it is kept with the exchange, where the page itself is not. */
const problemsOf = ({ problems = [], errors = {}, t = {} }: PageView): Violation[] => [
  ...problems.map(({ field, logged, ...shown }) => ({ where: field, ...shown, ...logged })),
  ...Object.entries(errors).map(([where, key]) => ({
    where,
    got: 'a value (not shown)',
    expected: t.errors?.[key] ?? key,
  })),
]
