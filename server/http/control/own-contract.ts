import type { FastifyInstance } from 'fastify'
import type { ControlExamples } from '../../../contracts/control/example.ts'
import { version } from '../../version.ts'
import { baseOf } from '../request/address.ts'
import { referencePage } from './reference-page.ts'

/** Made at the first request: start-up does not wait for it. */
const load = async () => {
  const [{ toControlOpenApi }, { toControlReference }, { default: examples }, page] = await Promise.all([
    import('../../../contracts/control/openapi.ts'),
    import('../../../contracts/control/reference.ts'),
    import('../../../contracts/published/control-examples.json', { with: { type: 'json' } }),
    referencePage(),
  ])
  return { toControlOpenApi, toControlReference, examples: examples as unknown as ControlExamples, page }
}

/** The control API itself, from the schemas that check its bodies: for programs, and for people. */
export const ownContractRoutes = (app: FastifyInstance): void => {
  let loading: ReturnType<typeof load> | undefined
  const loaded = () => {
    loading ??= load()
    return loading
  }
  app.get('/control/openapi.json', async (request, reply) => {
    await request.workspace()
    const { toControlOpenApi, examples } = await loaded()
    // Tools in a browser read it from anywhere, as they read the contract of the bank.
    reply.header('access-control-allow-origin', '*')
    return toControlOpenApi({ version, base: baseOf(request), examples })
  })
  app.get('/reference/control', async (request, reply) => {
    const { toControlReference, examples, page } = await loaded()
    return page(toControlReference(examples), request, reply)
  })
}
