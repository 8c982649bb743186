import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { TestCard } from '../../../contracts/card.ts'
import cards from '../../../fixtures/cards.json' with { type: 'json' }
import { root } from '../../root.ts'
import { baseOf } from '../request/address.ts'
import { describeRoutes } from '../request/route.ts'
import { docPages } from './docs.ts'

/** Made at the first request: start-up does not wait for it. */
const load = async () => {
  const [{ toLlms, toLlmsFull }, { toReference }, guide] = await Promise.all([
    import('../../../contracts/llms.ts'),
    import('../../../contracts/reference.ts'),
    readFile(join(root, 'fixtures/agent/SKILL.md'), 'utf8'),
  ])
  return { toLlms, full: toLlmsFull(guide, toReference(cards as TestCard[])) }
}

const send = (reply: FastifyReply, text: string) => reply.type('text/plain; charset=utf-8').send(text)

/** The reference for programs that read text; like the documents, nothing in it is secret. */
export const llmsRoutes = async (app: FastifyInstance): Promise<void> => {
  let loading: ReturnType<typeof load> | undefined
  const loaded = () => {
    loading ??= load()
    return loading
  }
  describeRoutes(app, { operation: 'control', kept: false })
  app.get('/_sandbox/llms.txt', async (request, reply) => {
    const base = baseOf(request)
    const pages = [...(await docPages()).values()].map(({ name, title }) => ({
      title,
      url: `${base}/_sandbox/docs/${name}.md`,
    }))
    return send(reply, (await loaded()).toLlms({ base, pages }))
  })
  app.get('/_sandbox/llms-full.txt', async (_, reply) => send(reply, (await loaded()).full))
}
