import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Story } from '../../../contracts/recorded.ts'
import { version } from '../../version.ts'
import { baseOf } from '../request/address.ts'

/** Both documents are made at the first request: start-up does not wait for them. */
const readings = async () => {
  const [{ toOpenApi }, { toReference }, { referenceStyle, toHtml }, { default: story }] = await Promise.all([
    import('../../../contracts/openapi.ts'),
    import('../../../contracts/reference.ts'),
    import('../../../contracts/reference-html.ts'),
    import('../../../contracts/published/examples.json', { with: { type: 'json' } }),
  ])
  const styleHash = createHash('sha256').update(referenceStyle).digest('base64')
  return { toOpenApi, story: story as unknown as Story, toReference, toHtml, styleHash }
}

/** The page carries its own style and nothing else: only this very style is allowed. */
const policyFor = (styleHash: string) =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`

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
  app.get('/reference', async (request, reply) => {
    const { emulator } = await request.workspace()
    const { toReference, toHtml, styleHash } = await read()
    return reply
      .header('content-security-policy', policyFor(styleHash))
      .type('text/html; charset=utf-8')
      .send(toHtml(toReference(emulator.state().world.cards)))
  })
}
