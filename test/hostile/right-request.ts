import { type Operation, type OperationId, operations } from '../../contracts/operations.ts'
import type { Sent } from './target.ts'

/** Requests that can be understood without HTTP's odd corners, which are for other tests. */

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[\\w-]{1,90})')}$`)

const routes = (Object.entries(operations) as [OperationId, Operation][])
  .flatMap(([id, { method, paths }]) =>
    paths.map((path) => ({
      id,
      method,
      pattern: patternOf(path),
      isNamed: !path.includes(':'),
    })),
  )
  // As a router does: what is written out goes before what stands for anything.
  .sort((one, other) => Number(other.isNamed) - Number(one.isNamed))

const plainTypes = new Set(['application/json', 'application/x-www-form-urlencoded'])
const simpleHeaders = new Set(['content-type', 'authorization', 'accept'])

const bodyOf = ({ headers, body }: Sent): { raw: unknown } | undefined => {
  const text = body.toString()
  const type = headers['content-type'] ?? 'application/json'
  if (!plainTypes.has(type)) return undefined
  if (text === '') return { raw: undefined }
  if (!/^[\x20-\x7e]{1,8000}$/.test(text) || /"(__proto__|constructor)"/.test(text)) return undefined
  if (headers['content-type'] && type === 'application/json') {
    // What nests too deep, or has too many fields, is refused before anybody reads it.
    if (!/^\{[^\\]*$/.test(text) || text.split(/[[{,]/).length > 60) return undefined
    try {
      return { raw: JSON.parse(text) }
    } catch {
      return undefined
    }
  }
  const isForm = type !== 'application/json' && /^\w+=[^{<[]/.test(text)
  const fields = isForm ? [...new URLSearchParams(text)] : []
  return isForm && fields.length < 100 && !/%[^2-7]/.test(text)
    ? { raw: Object.fromEntries(fields) }
    : undefined
}

export interface Asked {
  id: OperationId
  raw: unknown
  query: Record<string, string>
  params: Record<string, string>
  accessToken: string
}

export const asked = (sent: Sent): Asked | undefined => {
  const [path = '', query = '', ...more] = sent.url.split('?')
  const route = routes.find(({ method, pattern }) => method === sent.method && pattern.test(path))
  const body = bodyOf(sent)
  const isSimple = Object.keys(sent.headers).every((name) => simpleHeaders.has(name))
  const token = /^Bearer (\w+)$/.exec(sent.headers.authorization ?? 'Bearer none')?.[1]
  const isPlain = more.length === 0 && /^(\w+=[\w.-]*&?)*$/.test(query)
  if (!route || !body || !isSimple || !isPlain || token === undefined) return undefined
  const params = { ...route.pattern.exec(path)?.groups }
  const accessToken = sent.headers.authorization ? token : ''
  return {
    ...{ id: route.id, raw: body.raw, params, accessToken },
    query: Object.fromEntries(new URLSearchParams(query)),
  }
}
