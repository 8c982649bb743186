import { t } from './speech.js'
/** What the server told with the page. @type {any} */
export const facts = JSON.parse(document.getElementById('facts')?.textContent ?? '{}')

const token = new URLSearchParams(location.search).get('token')

/** A page opened with ?token=… hands it on with every call. @type {Record<string, string>} */
export const authority = token ? { authorization: `Bearer ${token}` } : {}

/** What a link to another page of this sandbox must carry. */
export const tokenQuery = token ? `?token=${encodeURIComponent(token)}` : ''

export class Problem extends Error {
  /** @param {{ title?: string, detail?: string, violations?: any[] }} problem */
  constructor({ title = t('The call failed'), detail = '', violations = [] }) {
    super(detail ? `${title}: ${detail}` : title)
    this.violations = violations
  }
}

/**
 * One call of the control API, relative to this page and so to its workspace.
 * @param {string} method @param {string} path @param {unknown} [body]
 * @returns {Promise<any>}
 */
export const call = async (method, path, body) => {
  /** @type {Record<string, string>} */
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const init = {
    method,
    headers: { ...authority, ...type },
    body: body === undefined ? undefined : JSON.stringify(body),
  }
  const answer = await fetch(path, init).catch(() => {
    throw new Problem({ title: t('The sandbox does not answer') })
  })
  const text = await answer.text()
  const parsed = text ? JSON.parse(text) : undefined
  if (!answer.ok) throw new Problem(parsed ?? {})
  return parsed
}

/** @type {Map<string, Promise<any>>} */
const tables = new Map()

/** A table that does not change while the page is open. @param {string} path */
export const table = (path) => {
  const known = tables.get(path) ?? call('GET', path)
  tables.set(path, known)
  known.catch(() => tables.delete(path))
  return known
}
