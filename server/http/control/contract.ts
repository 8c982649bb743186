import type { FastifyInstance } from 'fastify'
import type { Story } from '../../../contracts/recorded.ts'
import { version } from '../../version.ts'
import { baseOf } from '../request/address.ts'
import { referencePage } from './reference-page.ts'

/** Both documents are made at the first request: start-up does not wait for them. */
const readings = async () => {
  const [{ toOpenApi }, { toReference }, { default: story }, page] = await Promise.all([
    import('../../../contracts/openapi.ts'),
    import('../../../contracts/reference.ts'),
    import('../../../contracts/published/examples.json', { with: { type: 'json' } }),
    referencePage(),
  ])
  return { toOpenApi, story: story as unknown as Story, toReference, page }
}

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
    const { toReference, story, page } = await read()
    return page(toReference(emulator.state().world.cards, story), request, reply)
  })
}
