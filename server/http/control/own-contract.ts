import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ControlExamples } from '../../../contracts/control/example.ts'
import { version } from '../../version.ts'
import { baseOf } from '../request/address.ts'
import { policyFor } from './contract.ts'

/** Made at the first request: start-up does not wait for it. */
const load = async () => {
  const [{ toControlOpenApi }, { toControlReference }, { referenceStyle, toHtml }, { default: examples }] =
    await Promise.all([
      import('../../../contracts/control/openapi.ts'),
      import('../../../contracts/control/reference.ts'),
      import('../../../contracts/reference-html.ts'),
      import('../../../contracts/published/control-examples.json', { with: { type: 'json' } }),
    ])
  const styleHash = createHash('sha256').update(referenceStyle).digest('base64')
  return {
    toControlOpenApi,
    toControlReference,
    toHtml,
    styleHash,
    examples: examples as unknown as ControlExamples,
  }
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
  app.get('/reference/control', async (_, reply) => {
    const { toControlReference, toHtml, styleHash, examples } = await loaded()
    return reply
      .header('content-security-policy', policyFor(styleHash))
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(toHtml(toControlReference(examples)))
  })
}
