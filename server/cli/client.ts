import { CheckFailed, Unreachable, UsageError } from '../errors.ts'

export interface Connection {
  url: string
  workspace?: string
  token?: string
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const send = (connection: Connection, method: Method, path: string, body: unknown) => {
  const { url, workspace, token } = connection
  const prefix = workspace ? `/w/${encodeURIComponent(workspace)}` : ''
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  return fetch(`${url.replace(/\/$/, '')}${prefix}/_sandbox/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    const why = (error.cause as Error | undefined)?.message ?? error.message
    throw new Unreachable(`no sandbox answers at ${url} (${why}); start one, or give --url`)
  })
}

/**
 * One control call to a running sandbox. Throws Unreachable, or what the problem document says in its own words:
 * UsageError when what was asked is wrong in itself, CheckFailed when the sandbox cannot do it.
 */
export const call = async <T>(
  connection: Connection,
  method: Method,
  path: string,
  body?: unknown,
): Promise<T> => {
  const answer = await send(connection, method, path, body)
  if (!answer.headers.has('epay-sandbox')) {
    throw new Unreachable(`${connection.url} answers, but is no epay-sandbox; give its address with --url`)
  }
  const told = (await answer.json().catch(() => ({}))) as T & { title?: string; detail?: string }
  if (answer.ok) return told
  const words = `${told.title ?? `HTTP ${answer.status}`}: ${told.detail ?? `${method} ${answer.url}`}`
  throw answer.status === 400 ? new UsageError(words) : new CheckFailed(words)
}

/** Every page of a list, or its last `limit` rows. */
export const listAll = async <T>(connection: Connection, path: string, key: string): Promise<T[]> => {
  const rows: T[] = []
  let after = ''
  do {
    const separator = path.includes('?') ? '&' : '?'
    const page = await call<Record<string, unknown>>(
      connection,
      'GET',
      `${path}${separator}limit=1000${after}`,
    )
    rows.push(...(page[key] as T[]))
    after = page.next ? `&after=${page.next}` : ''
  } while (after)
  return rows
}
