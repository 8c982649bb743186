import type { IncomingHttpHeaders } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isBankHost } from '../../../contracts/bank-host.ts'
import { settingsOf } from '../../core/state.ts'

/** How the server learns where browsers reach it. */
export interface Addressing {
  /** Of the server; a workspace may have one of its own. */
  publicUrl?: string
  /** Whether this neighbour's word about the client before it is taken; nobody's is, when left out. */
  trusts?(address: string): boolean
  /** 127.0.0.1 is not that of the shops: it is a container's own. */
  apart?: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    addressing: Addressing
  }
}

/** Where a listening server can be reached from this machine: a wildcard address is listened to, never dialled. */
export const addressOf = (app: FastifyInstance): string => {
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server is not listening on a port')
  const { address, port, family } = bound
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  return `http://${family === 'IPv6' && host === address ? `[${host}]` : host}:${port}`
}

/** A name or an address, with or without a port: the only thing that may stand in a link. */
export const wellFormedHost = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i

/** The first of a list is what the client itself asked for; the others are what proxies asked each other. */
const first = (header: string | string[] | undefined) =>
  String(header ?? '')
    .split(',')[0]
    ?.trim() ?? ''

/** RFC 7239: `for=…;proto=https;host="pay.example.kz"`. */
const forwarded = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    first(headers.forwarded)
      .split(';')
      .map((pair) => pair.trim().split('='))
      .map(([name = '', value = '']) => [name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')]),
  )

interface Seen {
  scheme: string
  host: string
  /** Of the path, taken off by a proxy. */
  prefix: string
}

/** What a proxy says of the request before it; what it does not say, or says oddly, is as it came. */
const throughProxy = ({ headers }: FastifyRequest, got: Seen): Seen => {
  const { proto, host: asked } = forwarded(headers)
  const scheme = (proto ?? first(headers['x-forwarded-proto'])).toLowerCase()
  const host = asked ?? first(headers['x-forwarded-host'])
  const prefix = first(headers['x-forwarded-prefix']).replace(/\/+$/, '')
  return {
    scheme: /^https?$/.test(scheme) ? scheme : got.scheme,
    host: wellFormedHost.test(host) && URL.canParse(`http://${host}`) ? host : got.host,
    prefix: /^(\/[\w.~-]+)+$/.test(prefix) ? prefix : '',
  }
}

const seenBy = (request: FastifyRequest): Seen => {
  const { raw, headers, server } = request
  // Not request.protocol, which takes whatever a trusted proxy wrote.
  const isTls = (raw.socket as TLSSocket).encrypted === true
  const got = {
    scheme: raw.scheme ?? (isTls ? 'https' : 'http'),
    host: headers.host ?? 'localhost',
    prefix: '',
  }
  return server.addressing.trusts?.(raw.socket.remoteAddress ?? '') ? throughProxy(request, got) : got
}

/** Of the workspace, once it has been opened; of the server until then. */
const publicUrlOf = ({ opened, server }: FastifyRequest): string | undefined => {
  return (opened && settingsOf(opened.emulator.state()).publicUrl) ?? server.addressing.publicUrl
}

const rootOf = (request: FastifyRequest): string => {
  const chosen = publicUrlOf(request)
  if (chosen !== undefined) return chosen
  const { scheme, host, prefix } = seenBy(request)
  return `${scheme}://${host}${prefix}`
}

const workspacePath = ({ raw }: FastifyRequest) => (raw.workspaceName ? `/w/${raw.workspaceName}` : '')

/** How a browser reaches this workspace: what links in answers start with. */
export const baseOf = (request: FastifyRequest): string => `${rootOf(request)}${workspacePath(request)}`

/** The same without the host, for links of a page to its own server. */
export const prefixOf = (request: FastifyRequest): string => {
  const path = new URL(rootOf(request)).pathname.replace(/\/$/, '')
  return `${path}${workspacePath(request)}`
}

/**
 * The merchant's view of the dashboard. Under a name of the bank nobody controls the sandbox, so it is opened at the
 * address the server listens on.
 */
export const cabinetUrl = (request: FastifyRequest): string => {
  const base = baseOf(request)
  const isBanks = URL.canParse(base) && isBankHost(new URL(base).hostname)
  const { server } = request
  const own = isBanks && server.server.listening ? `${addressOf(server)}${workspacePath(request)}` : base
  return `${own}/_sandbox/#/cabinet`
}

/** Where a QR code leads: the page that stands in for the bank's app. */
export const scanUrl = (base: string, billNumber: string): string =>
  `${base}/homebank/?${new URLSearchParams({ billNumber })}`

/** The newer hosts of the bank have no `/api` in their links; an address of our own keeps it. */
export const invoiceUrl = (base: string, id: string): string => {
  const isNew = /(^|\.)epayment\.kz$/i.test(URL.canParse(base) ? new URL(base).hostname : '')
  return `${base}${isNew ? '' : '/api'}/redirect/invoice-link/${id}`
}
