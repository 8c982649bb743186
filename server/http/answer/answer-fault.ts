import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Then } from '../../../contracts/rule.ts'
import type { Answer } from './refusal.ts'

type Send = () => unknown

const cut = (request: FastifyRequest, reply: FastifyReply) => {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** What the plug-ins have set (a shop's page must be allowed to read a changed answer too), and the type. */
const headOf = (reply: FastifyReply, text: Buffer) => ({
  ...(reply.getHeaders() as Record<string, string>),
  'content-type': 'application/json; charset=utf-8',
  'content-length': text.length,
})

const textOf = ({ body }: Answer) => Buffer.from(body === undefined ? '' : JSON.stringify(body))

/** The whole length is announced, half of it arrives. */
const half = (request: FastifyRequest, reply: FastifyReply, answer: Answer) => {
  reply.hijack()
  const text = textOf(answer)
  reply.raw.writeHead(answer.status, headOf(reply, text))
  reply.raw.write(text.subarray(0, Math.ceil(text.length / 2)), () => request.raw.socket.destroy())
  return reply
}

const pieces = 10

const slowly = async (reply: FastifyReply, answer: Answer, overMs: number) => {
  reply.hijack()
  const text = textOf(answer)
  reply.raw.writeHead(answer.status, headOf(reply, text))
  const size = Math.ceil(text.length / pieces)
  for (let at = 0; at < text.length && !reply.raw.destroyed; at += size) {
    await sleep(overMs / pieces)
    reply.raw.write(text.subarray(at, at + size))
  }
  reply.raw.end()
  return reply
}

/**
 * Lets a rule spoil an answer on its way out. These faults take real time: they are about sockets, which know
 * nothing of the workspace's clock.
 */
export const sendOverridden = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, override, send }: { answer: Answer; override: Then; send: Send },
): Promise<unknown> => {
  reply.noteOverride(override, answer)
  if (override.delayMs) await sleep(override.delayMs)
  const fault = override.answer
  if (fault === undefined) return send()
  // Operations answer nothing at all: half of that is nothing, and a slow one is a late one.
  const empty = answer.body === undefined
  if (fault === 'lost' || fault === 'refused' || (fault === 'half' && empty)) return cut(request, reply)
  if (fault === 'half') return half(request, reply, answer)
  if ('headersAfterMs' in fault) {
    await sleep(fault.headersAfterMs)
    return send()
  }
  if ('bodyOverMs' in fault) {
    if (!empty) return slowly(reply, answer, fault.bodyOverMs)
    await sleep(fault.bodyOverMs)
    return send()
  }
  reply.altered = true
  const body = fault.body ?? { code: -1, message: `HTTP ${fault.status} by a rule` }
  return reply.code(fault.status).send(body)
}
