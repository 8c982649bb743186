import { facts } from './api.js'
import { quoted } from './text.js'

// What curl sends of itself, or what was true of one connection only.
const own =
  /^(host|content-length|connection|user-agent|accept-encoding|accept-language|referer|origin|cookie|sec-.*)$/

/** What the sandbox does not tell stands in the shell, as `epay-sandbox env` names it. @param {string} text */
const withVariable = (text) => `"${text.replace(/["`$\\]/g, '\\$&')}"`

/** @param {string} name @param {string} value */
const header = (name, value) =>
  /^authori/.test(name)
    ? `${withVariable(`${name}: Bearer `).slice(0, -1)}$EPAY_TOKEN"`
    : quoted(`${name}: ${value}`)

/** @param {string} name @param {unknown} value */
const field = (name, value) =>
  name === 'client_secret' ? '"client_secret=$EPAY_CLIENT_SECRET"' : quoted(`${name}=${value}`)

/** @param {any} request @param {string} type @returns {string[]} */
const bodyOf = ({ body }, type) => {
  if (body === '' || body === null) return []
  if (typeof body === 'string') return [`--data-binary ${quoted(body)}`]
  const isForm = /form-urlencoded|multipart/.test(type) || type === ''
  if (!isForm) return [`--data-binary ${quoted(JSON.stringify(body))}`]
  const flag = /multipart/.test(type) ? '-F' : '--data-urlencode'
  return Object.entries(body).map(([name, value]) => `${flag} ${field(name, value)}`)
}

/**
 * The command that asks the same again; secrets come from $EPAY_CLIENT_SECRET and $EPAY_TOKEN.
 * @param {any} exchange
 */
export const curlOfExchange = ({ method, path, request }) => {
  const type = request.headers['content-type'] ?? ''
  const query = new URLSearchParams(request.query).toString()
  const url = `${facts.base}${path}${query && `?${query}`}`
  const headers = Object.entries(request.headers).filter(
    // curl writes the boundary and the type of a form itself.
    ([name]) => !own.test(name) && !(name === 'content-type' && /form/.test(type)),
  )
  return [
    `curl -i -X ${method} ${quoted(url)}`,
    ...headers.map(([name, value]) => `-H ${header(name, value)}`),
    ...bodyOf(request, type),
  ].join(' \\\n  ')
}
