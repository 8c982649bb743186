import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Story } from '../../../contracts/recorded.ts'
import { version } from '../../version.ts'
import { baseOf } from '../request/address.ts'

/** Both documents are made at the first request: start-up does not wait for them. */
const readings = async () => {
  const [{ toOpenApi }, { toReference }, { searchReference }, html, { default: story }] = await Promise.all([
    import('../../../contracts/openapi.ts'),
    import('../../../contracts/reference.ts'),
    import('../../../contracts/reference-search.ts'),
    import('../../../contracts/reference-html.ts'),
    import('../../../contracts/published/examples.json', { with: { type: 'json' } }),
  ])
  const { referenceStyle, toHtml } = html
  const styleHash = createHash('sha256').update(referenceStyle).digest('base64')
  return { toOpenApi, story: story as unknown as Story, toReference, searchReference, toHtml, styleHash }
}

/** The page carries its own style and nothing else: only this very style is allowed. */
export const policyFor = (styleHash: string) =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

const shownRows = 20

/** A page of a locked sandbox was opened with its token in the address, and is searched with it. */
const keptOf = ({ token }: { token?: unknown }): Record<string, string> =>
  typeof token === 'string' ? { token } : {}

/** The contract as the running server keeps it: for programs, and for people. */
export const contractRoutes = (app: FastifyInstance): void => {
  let made: ReturnType<typeof readings> | undefined
  const read = () => {
    made ??= readings()
    return made
  }
  app.get('/openapi.json', async (request, reply) => {
    // A workspace may have a public address of its own.
    await request.workspace()
    const { toOpenApi, story } = await read()
    // Tools in a browser read it from anywhere; nothing of it is secret, and no credentials come along.
    reply.header('access-control-allow-origin', '*')
    return toOpenApi({ version, base: baseOf(request), story })
  })
  app.get<{ Querystring: { q?: unknown; token?: unknown } }>('/reference', async (request, reply) => {
    const { emulator } = await request.workspace()
    const { toReference, searchReference, toHtml, styleHash, story } = await read()
    const blocks = toReference(emulator.state().world.cards, story)
    const words = String(request.query.q ?? '').trim()
    const found = searchReference(blocks, words, shownRows)
    return reply
      .header('content-security-policy', policyFor(styleHash))
      .type('text/html; charset=utf-8')
      .header('referrer-policy', 'no-referrer')
      .send(toHtml(blocks, { words, found, kept: keptOf(request.query) }))
  })
}
