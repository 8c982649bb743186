import type { FastifyRequest } from 'fastify'
import { type BankHost, bankHosts, servesOf } from '../../../contracts/bank-host.ts'
import { operations } from '../../../contracts/operations.ts'
import { settingsOf } from '../../core/state.ts'

const tokenPaths = new Set<string>(operations.token.paths)
const pagePath = /^\/((redesign-)?payform(\/|$)|login$)/

/** What serves a path at the bank. */
const wantedAt = (path: string): BankHost['serves'] => {
  if (tokenPaths.has(path)) return 'token'
  return pagePath.test(path) ? 'page' : 'API'
}

/** Pages of ours alone, and the pictures of a browser, are on no host of the bank. */
const isOurs = (path: string) => /^\/(_sandbox|acs|homebank|favicon\.ico)?(\/|$)/.test(path)

/** Asked for under one of the names that serve the bank's pages, and with them the merchant's cabinet. */
export const isAtCabinet = (request: FastifyRequest): boolean => servesOf(nameOf(request)) === 'page'

const nameOf = ({ headers }: FastifyRequest) => (headers.host ?? '').toLowerCase().replace(/\.?(:\d+)?$/, '')

const refusal = (path: string, host: string, wanted: BankHost['serves']): Error => {
  const stage = bankHosts.find(({ name }) => name === host)?.stage
  const right = bankHosts
    .filter((row) => row.serves === wanted && row.stage === stage)
    .map(({ name }) => name)
  const where = right.length > 0 ? right.join(' or ') : `a host of the ${wanted}`
  const message = `${path} is served by ${where}; ${host} serves the ${servesOf(host)} (quirk hosts: strict)`
  return Object.assign(new Error(message), { statusCode: 404 })
}

/** With the quirk `hosts: strict`: a path that this name of the bank does not serve is not found. */
export const wrongHost = async (request: FastifyRequest): Promise<Error | undefined> => {
  const path = request.url.split('?')[0] ?? ''
  const host = nameOf(request)
  const serves = servesOf(host)
  const wanted = wantedAt(path)
  if (serves === undefined || serves === wanted || isOurs(path)) return undefined
  const { emulator } = await request.workspace()
  const { hosts } = settingsOf(emulator.state()).quirks
  return hosts === 'strict' ? refusal(path, host, wanted) : undefined
}

/** Most hosts are none of the bank's, and need no look. */
export const mayBeWrong = ({ headers }: FastifyRequest): boolean => /\.kz[.:]?\d*$/i.test(headers.host ?? '')
