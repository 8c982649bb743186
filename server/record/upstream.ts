import { isBankHost, isTestHost } from '../../contracts/bank-host.ts'
import { type OperationId, operations } from '../../contracts/operations.ts'
import { UsageError } from '../errors.ts'

/** Where the bank really is. */
export interface Upstream {
  /** The whole address of the token endpoint. */
  oauth: string
  api: string
  page?: string
}

/** Throws UsageError: an address that is none, or one where money is real. */
export const checkUpstream = ({ oauth, api, page }: Upstream): void => {
  for (const [flag, url] of [
    ['--upstream', oauth],
    ['--upstream-api', api],
    ['--upstream-page', page],
  ] as const) {
    if (url === undefined) continue
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new UsageError(
        `${flag} is "${url}", expected a whole URL such as https://testoauth.homebank.kz/epay2/oauth2/token`,
      )
    }
    const host = new URL(url).hostname.toLowerCase().replace(/\.$/, '')
    if (isBankHost(host) && !isTestHost(host)) {
      throw new UsageError(
        `${flag} is ${host}, where money is real: record against a test host, such as test-epay-api.epayment.kz`,
      )
    }
  }
}

export interface Asked {
  operation: OperationId | null
  params: Record<string, string>
  url: string
}

interface Route {
  operation: OperationId
  method: string
  pattern: RegExp
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`)

const routes: Route[] = (Object.keys(operations) as OperationId[]).flatMap((operation) => {
  const { method, paths } = operations[operation]
  return paths.map((path) => ({ operation, method, pattern: patternOf(path) }))
})

const joined = (base: string, rest: string) => `${base.replace(/\/+$/, '')}${rest}`

/** Which operation a request is, by the table, and where the upstream has it. */
export const route = (upstream: Upstream, method: string, target: string): Asked => {
  const [path = '/', query = ''] = target.split('?', 2)
  const search = query ? `?${query}` : ''
  const found = routes.find((one) => one.method === method && one.pattern.test(path))
  const params = { ...found?.pattern.exec(path)?.groups }
  const operation = found?.operation ?? null
  if (operation === 'token') return { operation, params, url: upstream.oauth + search }
  if (upstream.page && /^\/(redesign-)?payform(\/|$)/.test(path)) {
    const rest = path.replace(/^\/(redesign-)?payform/, '')
    return { operation, params, url: joined(upstream.page, rest + search) }
  }
  // The base has /api in it or not, as the host family has it.
  return { operation, params, url: joined(upstream.api, path.replace(/^\/api(?=\/)/, '') + search) }
}
