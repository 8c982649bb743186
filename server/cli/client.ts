import { CheckFailed, Unreachable } from './exit.ts'

export interface Connection {
  url: string
  workspace?: string
  token?: string
}

/** One control call to a running sandbox. Throws Unreachable, or CheckFailed with the problem's own words. */
export const call = async <T>(connection: Connection, method: 'GET' | 'POST', path: string): Promise<T> => {
  const { url, workspace, token } = connection
  const address = `${url.replace(/\/$/, '')}${workspace ? `/w/${workspace}` : ''}/_sandbox/${path}`
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const answer = await fetch(address, { method, headers }).catch((error: Error) => {
    const why = (error.cause as Error | undefined)?.message ?? error.message
    throw new Unreachable(`no sandbox answers at ${url} (${why}); start one, or give --url`)
  })
  const body = (await answer.json().catch(() => ({}))) as T & { title?: string; detail?: string }
  if (!answer.ok) throw new CheckFailed(`${body.title ?? `HTTP ${answer.status}`}: ${body.detail ?? address}`)
  return body
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
