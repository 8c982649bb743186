import { delimiter } from 'node:path'
import { bankDomains, bankHosts } from '../../contracts/bank-host.ts'
import type { Takeover } from './takeover.ts'
import { trustStorePassword } from './trust-store.ts'
import { noProxyOf } from './upstream.ts'

/** A value with a space in it is one value all the same. */
const quoted = (text: string) => (/\s/.test(text) ? `"${text}"` : text)

const joined = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(' ')

/** Both of Java's HTTP clients, and whatever asks its default proxy selector. */
const javaOptions = ({ url, files }: Takeover): string => {
  const { hostname, port } = new URL(url)
  const properties = {
    'http.proxyHost': hostname,
    'http.proxyPort': port,
    'https.proxyHost': hostname,
    'https.proxyPort': port,
    'http.nonProxyHosts': 'localhost|127.*|[::1]|*.localhost',
    'javax.net.ssl.trustStore': files.trustStore,
    'javax.net.ssl.trustStoreType': 'JKS',
    'javax.net.ssl.trustStorePassword': trustStorePassword,
  }
  return joined(...Object.entries(properties).map(([name, value]) => quoted(`-D${name}=${value}`)))
}

/** Node of every age: newer ones read the proxy variables, the preload leads what does not. */
const nodeVariables = ({ files }: Takeover, env: NodeJS.ProcessEnv) => ({
  NODE_USE_ENV_PROXY: '1',
  // Node adds a file of roots to its own; the others replace theirs by one file.
  NODE_EXTRA_CA_CERTS: env.NODE_EXTRA_CA_CERTS ? files.bundleFile : files.caFile,
  NODE_OPTIONS: joined(env.NODE_OPTIONS, `--require=${quoted(files.nodePreload.replaceAll('\\', '/'))}`),
})

/** What makes a program go through the takeover and trust it, whatever it is written in. */
export const takeoverEnvironment = (takeover: Takeover, env: NodeJS.ProcessEnv): Record<string, string> => {
  const { url, files } = takeover
  const noProxy = noProxyOf(env.no_proxy ?? env.NO_PROXY)
  return {
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    // Read by what leads Node and PHP here.
    EPAY_TAKEOVER_URL: url,
    EPAY_TAKEOVER_DOMAINS: bankDomains.join(','),
    ...nodeVariables(takeover, env),
    DENO_CERT: files.caFile,
    // For what has a way of its own: keytool, a phone, a keychain.
    EPAY_CA_FILE: files.caFile,
    SSL_CERT_FILE: files.bundleFile,
    REQUESTS_CA_BUNDLE: files.bundleFile,
    CURL_CA_BUNDLE: files.bundleFile,
    // An empty first part stands for the folder PHP was built with.
    PHP_INI_SCAN_DIR: `${env.PHP_INI_SCAN_DIR ?? ''}${delimiter}${files.folder}`,
    JAVA_TOOL_OPTIONS: joined(env.JAVA_TOOL_OPTIONS, javaOptions(takeover)),
  }
}

const production = bankHosts.filter(({ stage }) => stage === 'production').map(({ name }) => name)

/** Variables that point to the bank's production: names only, a value may hold a secret. */
export const pointingToProduction = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(env)
    .filter(([, value]) => production.some((name) => value?.toLowerCase().includes(`//${name}`)))
    .map(([name]) => name)
    .sort()
