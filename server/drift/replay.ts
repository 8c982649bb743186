import { readJson } from '../../contracts/json.ts'
import clients from '../../fixtures/clients.json' with { type: 'json' }
import terminals from '../../fixtures/terminals.json' with { type: 'json' }
import { credentialsOf } from '../client/purchase.ts'
import { openTestClient } from '../client/test-client.ts'
import type { Method, Transport } from '../client/transport.ts'
import type { Recording } from '../record/recording.ts'
import { type Known, openKnown } from './known.ts'
import { preparations } from './prepare.ts'

export interface Replayed {
  recording: Recording
  status: number
  body: unknown
}

type Fields = Record<string, unknown>

/** The recorded requests, asked of the sandbox in their order, with its own tokens and ids in place of the bank's. */
export const replay = async (recordings: Recording[], transport: Transport): Promise<Replayed[]> => {
  const known = openKnown()
  const replayed: Replayed[] = []
  for (const recording of recordings) {
    if (recording.operation === null) continue
    const made = await preparations[recording.operation]?.(recording, known, transport)
    const answered = await send(recording, known, { transport, made })
    const body = parse(answered.text)
    known.learn(recording.answer.body, body)
    replayed.push({ recording, status: answered.status ?? 0, body })
  }
  return replayed
}

const parse = (text: string): unknown => {
  if (text === '') return null
  const body = readJson(text)
  return body === undefined ? text : body
}

const send = async (
  recording: Recording,
  known: Known,
  { transport, made }: { transport: Transport; made?: string },
) => {
  const { method, path, query } = recording.request
  const search = new URLSearchParams(known.translate(query)).toString()
  const target = `${translatePath(path, known)}${search ? `?${search}` : ''}`
  if (recording.operation === 'token')
    return transport('POST', target, { form: await tokenForm(recording, transport) })
  const accessToken = made ?? (await tokenFor(recording, known, transport))
  const body = withoutLinks(known.translate(recording.request.body))
  return transport(method as Method, target, {
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(body === null ? {} : { json: body }),
  })
}

const translatePath = (path: string, known: Known) =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(known.translate(decodeURIComponent(segment))))
    .join('/')

/** A recording must not post to anybody when it is played again. */
const withoutLinks = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, /^(failure)?postlink$/i.test(name) ? '' : value]),
      )
    : body

/** A token from before the recording is replaced by one that can ask; one that was refused stays refused. */
const tokenFor = async ({ request, answer }: Recording, known: Known, transport: Transport) => {
  const { token } = request
  if (token === undefined || known.has(token) || answer.status === 401) {
    return token === undefined ? undefined : known.translate(token).replace(/[<> ]/g, '')
  }
  const terminal = terminals[0]?.id ?? ''
  const fresh = await openTestClient(transport).serviceToken({ terminal, ...credentialsOf(terminal) })
  known.set(token, fresh)
  return fresh
}

const fieldOf = (fields: Fields, wanted: string) =>
  Object.entries(fields).find(([name]) => name.toLowerCase() === wanted)?.[1] as string | undefined

const replaced = (fields: Fields, name: string, value: string) =>
  Object.fromEntries(
    Object.entries(fields).map(([one, was]) => [one, one.toLowerCase() === name ? value : was]),
  )

/** The secret was never written down: the sandbox's own stands in, or a wrong one where the bank said so. */
const tokenForm = async (
  { request, answer }: Recording,
  transport: Transport,
): Promise<Record<string, string>> => {
  const fields = withoutLinks(request.body ?? {}) as Fields
  const id = fieldOf(fields, 'client_id')
  const refused = answer.status === 401 || Object(answer.body).error === 'invalid_client'
  const secret = refused ? 'wrong' : await secretOf(id, fieldOf(fields, 'terminal'), transport)
  const form = replaced(fields, 'client_secret', secret)
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]))
}

const standIn = 'a-secret-of-the-replay'

/** A merchant of the recorded bank is made known to the sandbox under the same ids. */
const secretOf = async (
  id: string | undefined,
  terminal: string | undefined,
  transport: Transport,
): Promise<string> => {
  const documented = clients.find((client) => client.id === id)
  const strange = terminal !== undefined && !terminals.some((one) => one.id === terminal)
  if (id === undefined || (documented && !strange)) return documented?.secret ?? standIn
  const json = {
    ...(documented ? {} : { clients: [{ id, secret: standIn }] }),
    ...(strange ? { terminals: [{ id: terminal, client: id }] } : {}),
  }
  await openTestClient(transport).control('merchants', json)
  return documented?.secret ?? standIn
}
