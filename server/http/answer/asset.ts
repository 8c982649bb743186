import type { FastifyReply } from 'fastify'
import { staticFolder } from './views.ts'

/** A file of static/, by a name its route has chosen; what reads it is loaded with the first one. */
export const sendAsset = async (reply: FastifyReply, name: string): Promise<FastifyReply> => {
  const { default: send } = await import('@fastify/send')
  const found = await send(reply.request.raw, `/${name}`, { root: staticFolder })
  if (found.statusCode === 404) {
    reply.callNotFound()
    return reply
  }
  if (found.type === 'error') throw found.metadata.error
  return reply.code(found.statusCode).headers(found.headers).send(found.stream)
}
