import type { FastifyInstance } from 'fastify'

/** One workspace of a running sandbox. */
export interface Target {
  url: string
  workspace?: string
  /** The control token. */
  token?: string
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Sent {
  form?: Record<string, string>
  json?: unknown
  /** A journal: one JSON document a line. */
  lines?: string
  /** A token of the bank; the control token is the transport's business. */
  accessToken?: string
  accept?: string
}

/** One HTTP exchange as a merchant or a browser sees it; redirects are not followed. */
export interface HttpAnswer {
  url: string
  /** Undefined when nothing was answered. */
  status?: number
  headers: Headers
  text: string
  /** Why there is no answer, or only a part of one. */
  error?: string
  tookMs: number
}

/** Sends one request to a path of the workspace, or to a whole URL such as a redirect's. Never throws. */
export type Transport = (method: Method, path: string, sent?: Sent) => Promise<HttpAnswer>

/** Over the network. */
export const overNetwork = (target: Target): Transport =>
  openTransport(target, async ({ url, ...request }, answer) => {
    const response = await fetch(url, { ...request, redirect: 'manual' })
    answer.status = response.status
    answer.headers = response.headers
    answer.text = await response.text()
  })

/** Without a socket, for a server that calls itself. */
export const overInject = (app: Pick<FastifyInstance, 'inject'>, target: Target): Transport =>
  openTransport(target, async ({ url, method, headers, body }, answer) => {
    const { host } = new URL(url)
    const response = await app.inject({ method, url, headers: { host, ...headers }, payload: body })
    answer.status = response.statusCode
    const named = Object.entries(response.headers).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ])
    answer.headers = new Headers(named)
    answer.text = response.payload
  })

interface Request {
  url: string
  method: Method
  headers: Record<string, string>
  body?: string
}

/** Fills in the answer as far as it gets. */
type Exchange = (request: Request, answer: HttpAnswer) => Promise<void>

const openTransport = ({ url, workspace, token }: Target, exchange: Exchange): Transport => {
  const base = `${url.replace(/\/$/, '')}${workspace ? `/w/${encodeURIComponent(workspace)}` : ''}`
  return async (method, path, sent = {}) => {
    const isPath = path.startsWith('/')
    const headers = headersOf(sent)
    if (token && path.startsWith('/_sandbox')) headers.authorization ??= `Bearer ${token}`
    const request = { url: isPath ? base + path : path, method, headers, body: bodyOf(sent) }
    const answer: HttpAnswer = { url: request.url, headers: new Headers(), text: '', tookMs: 0 }
    const started = performance.now()
    try {
      await exchange(request, answer)
    } catch (error) {
      const { cause, message } = error as Error
      answer.error = (cause as Error | undefined)?.message ?? message
    }
    answer.tookMs = performance.now() - started
    return answer
  }
}

const headersOf = ({ form, json, lines, accessToken, accept }: Sent): Record<string, string> => ({
  ...(accept === undefined ? {} : { accept }),
  ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
  ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
  ...(json === undefined ? {} : { 'content-type': 'application/json' }),
  ...(lines === undefined ? {} : { 'content-type': 'application/x-ndjson' }),
})

const bodyOf = ({ form, json, lines }: Sent): string | undefined => {
  if (form) return new URLSearchParams(form).toString()
  return json === undefined ? lines : JSON.stringify(json)
}
