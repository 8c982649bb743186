import { delimiter, dirname } from 'node:path'
import { bankHosts } from '../../contracts/bank-host.ts'
import type { Takeover } from './takeover.ts'
import { noProxyOf } from './upstream.ts'

/**
 * What makes a program go through the takeover and trust it, whatever it is written in. Node adds a file of roots to
 * its own; the others replace theirs by one file.
 */
export const takeoverEnvironment = (
  { url, caFile, bundleFile }: Takeover,
  env: NodeJS.ProcessEnv,
): Record<string, string> => {
  const noProxy = noProxyOf(env.no_proxy ?? env.NO_PROXY)
  return {
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: env.NODE_EXTRA_CA_CERTS ? bundleFile : caFile,
    DENO_CERT: caFile,
    // For what has a way of its own: keytool, a phone, a keychain.
    EPAY_CA_FILE: caFile,
    SSL_CERT_FILE: bundleFile,
    REQUESTS_CA_BUNDLE: bundleFile,
    CURL_CA_BUNDLE: bundleFile,
    // An empty first part stands for the folder PHP was built with.
    PHP_INI_SCAN_DIR: `${env.PHP_INI_SCAN_DIR ?? ''}${delimiter}${dirname(bundleFile)}`,
  }
}

const production = bankHosts.filter(({ stage }) => stage === 'production').map(({ name }) => name)

/** Variables that point to the bank's production: names only, a value may hold a secret. */
export const pointingToProduction = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(env)
    .filter(([, value]) => production.some((name) => value?.toLowerCase().includes(`//${name}`)))
    .map(([name]) => name)
    .sort()
