import type { FastifyInstance } from 'fastify'
import { compressParams } from '../../contracts/params.ts'
import { openCardKey } from '../../server/adapters/card-key/key.ts'
import { manualClock } from '../../server/adapters/clock/manual.ts'
import { memoryJournal } from '../../server/adapters/journal/memory.ts'
import { toConfig } from '../../server/config.ts'
import { type AppParts, buildApp } from '../../server/http/app.ts'
import { controlPlugins, world } from '../../server/main.ts'
import type { Courier } from '../../server/ports.ts'
import { openWorkspaces } from '../../server/workspace/workspaces.ts'
import { seedMoment } from '../world.ts'

/** Postlinks go nowhere: hostile input names addresses nobody should post to. */
const deaf: Courier = {
  post: async () => ({ status: 200, responseBody: '', durationMs: 0 }),
  close: async () => {},
}

export const otherWorkspace = 'other'

/** The whole server, with a clock that stands still and few payments to remember. */
export const openTarget = async (
  t: { teardown(run: () => unknown): void },
  given: Pick<AppParts, 'timeouts' | 'controlToken'> = {},
) => {
  const { cards, quirks, unreadableCryptogram } = toConfig({})
  const settings = {
    seed: 'hostile',
    cards,
    quirks,
    unreadableCryptogram,
    clients: [],
    terminals: [],
    retain: 40,
  }
  const now = Date.parse(seedMoment)
  const faults: Error[] = []
  const workspaces = await openWorkspaces({
    world,
    journal: memoryJournal({ keep: 400 }),
    clock: manualClock(now),
    courier: deaf,
    opening: () => ({ settings, clock: { mode: 'virtual', now, set: false } }),
  })
  const key = openCardKey({ fixture: true })
  const app = await buildApp({
    ...given,
    workspaces,
    controlPlugins,
    key,
    onFault: (error) => faults.push(error),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => {
    await app.close()
    await workspaces.close()
  })
  return { app, faults, key, workspaces }
}

export type Target = Awaited<ReturnType<typeof openTarget>>

/** One request as it could be written to a socket. */
export interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  body: Buffer
}

export interface Answer {
  status: number
  headers: Record<string, unknown>
  text: string
}

const host = '127.0.0.1'

export const inject = async (app: FastifyInstance, { method, url, headers, body }: Sent): Promise<Answer> => {
  const [pathname = '', ...asked] = url.split('?')
  // In two parts, because some addresses cannot be parsed as a whole.
  const target = { pathname, search: asked.join('?') }
  const answer = await app.inject({
    // The types name the usual methods; a stranger sends any.
    method: method as 'GET',
    url: target,
    headers: { host, ...headers },
    ...(body.length > 0 ? { payload: body } : {}),
  })
  return { status: answer.statusCode, headers: answer.headers, text: answer.payload }
}

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

export const get = (url: string, headers: Record<string, string> = {}): Sent => ({
  method: 'GET',
  url,
  headers,
  body: Buffer.alloc(0),
})

export const postJson = (url: string, body: unknown, headers: Record<string, string> = {}): Sent => ({
  method: 'POST',
  url,
  headers: { ...json, ...headers },
  body: Buffer.from(JSON.stringify(body)),
})

export const postForm = (url: string, fields: object, headers: Record<string, string> = {}): Sent => ({
  method: 'POST',
  url,
  headers: { ...form, ...headers },
  body: Buffer.from(new URLSearchParams(fields as Record<string, string>).toString()),
})

const boundary = 'hostile-boundary'
export const postParts = (url: string, fields: object): Sent => ({
  method: 'POST',
  url,
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: Buffer.from(
    `${Object.entries(fields)
      .map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('')}--${boundary}--\r\n`,
  ),
})

export const payform = (payment: object) =>
  get(`/payform/?params=${compressParams(payment)}`, { accept: 'text/html' })
