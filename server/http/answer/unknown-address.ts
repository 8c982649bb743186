import { type Near, nearRoute } from './near-route.ts'

interface Asked {
  method: string
  path: string
  /** Of the control API, not of the bank. */
  isOwn: boolean
}

interface Unknown {
  status: 404 | 405
  allow?: string
  message: string
}

/** A known address asked with another method, one spelled otherwise, or none at all. */
export const unknownAddress = async (asked: Asked): Promise<Unknown> => {
  const { method, path, isOwn } = asked
  const near = isOwn ? await nearControl(path) : nearRoute(path)
  // Nobody's page may call the control API: a preflight finds nothing there.
  if (near?.path === path && !(isOwn && method === 'OPTIONS')) return unserved(method, near)
  return {
    status: 404,
    message: `No such address: ${method} ${path}; ${isOwn ? meant(near) : spelled(near)}`,
  }
}

// Loaded for anyone who misses the control API: a start waits for no table of it.
const nearControl = async (path: string) => (await import('./near-call.ts')).nearCall(path)

const allowed = (methods: string[]) =>
  methods.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one])).join(', ')

const unserved = (method: string, { path, methods }: Near): Unknown => ({
  status: 405,
  allow: allowed(methods),
  message: `${method} ${path} is not served: send ${methods.join(' or ')}`,
})

const spelled = (near: Near | undefined) =>
  near ? `the bank spells it ${near.methods[0]} ${near.path}` : 'see GET /_sandbox/openapi.json'

const meant = (near: Near | undefined) =>
  near ? `did you mean ${near.methods.join(' or ')} ${near.path}?` : 'see GET /_sandbox/control/openapi.json'
