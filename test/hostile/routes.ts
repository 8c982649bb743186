import type { FastifyInstance } from 'fastify'
import type { AnySchema } from '../../contracts/fields.ts'
import { type Operation, operations } from '../../contracts/operations.ts'
import { get, postJson, type Sent } from './target.ts'

/** Every route the server has, read from the server: one that was added yesterday is tried today. */

export interface Route {
  method: string
  /** As written where it is made: `/operation/:id/charge`. */
  path: string
}

/** The tree as it is printed, line by line: what stands before it says how deep it is. */
export const routesOf = (app: FastifyInstance): Route[] => {
  const parts: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
      parts.splice(indent.length / 4, Number.POSITIVE_INFINITY, part.replace(/\|:\w+/, ''))
      return (methods ?? '')
        .split(', ')
        .map((method) => ({ method, path: parts.join('').replace('//', '/') }))
    })
    .filter(({ method }) => method !== '')
}

const samples: [RegExp, unknown][] = [
  [/A-F/, '67e34d63-102f-4bd1-898e-370781d0074d'],
  [/0-9/, '000001'],
  [/A-Z/, 'KZT'],
]

/** Something of the right type: its mutants are wrong anyway. */
const sampleOf = ({ type, format, pattern = '', properties = {} }: AnySchema): unknown => {
  if (type === 'object')
    return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, sampleOf(field)]))
  if (type === 'number' || type === 'integer') return 100
  if (type === 'boolean') return true
  if (format === 'link') return 'http://127.0.0.1:9/'
  return samples.find(([kind]) => kind.test(pattern))?.[1] ?? 'text'
}

const bodies = new Map<string, unknown>(
  Object.values(operations as Record<string, Operation>).flatMap(({ method, paths, body }) =>
    body ? paths.map((path) => [`${method} ${path}`, sampleOf(body as AnySchema)] as const) : [],
  ),
)

export type Ids = Record<string, string>

/** A request to each of them, right in its address and, where the contract knows one, in its body. */
export const everyRoute = (app: FastifyInstance, ids: Ids, headers: Record<string, string>): Sent[] =>
  routesOf(app).map(({ method, path }) => {
    const url = path
      .replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'nothing')
      .replace('*', 'nothing')
    if (method === 'GET' || method === 'HEAD') return { ...get(url, headers), method }
    return { ...postJson(url, bodies.get(`${method} ${path}`) ?? {}, headers), method }
  })
