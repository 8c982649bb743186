import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readJson } from '../../contracts/json.ts'
import { Unreachable, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { type PactFile, parsePact } from './pact-file.ts'

export interface BrokerOptions {
  token?: string
  /** The name under which merchants' pacts know the bank. */
  providerName: string
  /** Pact's consumer version selectors; the latest of every consumer's main branch when there is none. */
  selectors: object[]
}

interface Hal {
  _links?: Record<string, { href: string }>
  _embedded?: { pacts?: { name?: string; _links: { self: { href: string; name?: string } } }[] }
}

const forVerification = 'pb:provider-pacts-for-verification'

/** The pacts behind a URL: a pact itself, or all a broker has to be verified. Call `clean` when done. */
export const fetchPacts = async (url: string, options: BrokerOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'epay-pacts-'))
  const clean = () => rm(folder, { recursive: true, force: true })
  const keep = async (name: string, text: string, i: number): Promise<PactFile> => {
    const pact = parsePact(name, text)
    const path = join(folder, `${i}.json`)
    await writeWhole(path, text)
    return { name, path, pact }
  }
  try {
    const urls = await pactUrlsOf(url, options)
    const pacts = await Promise.all(
      urls.map(async (pactUrl, i) => keep(pactUrl, await get(pactUrl, options), i)),
    )
    return { pacts, clean }
  } catch (error) {
    await clean()
    throw error
  }
}

const pactUrlsOf = async (url: string, options: BrokerOptions): Promise<string[]> => {
  const root = readHal(await get(url, options))
  if (root && 'interactions' in root) return [url]
  const link = root?._links?.[forVerification]?.href
  if (!link) {
    throw new UsageError(
      `${url} is neither a pact nor a Pact broker: expected "interactions", or a link ${forVerification}`,
    )
  }
  const consumerVersionSelectors = options.selectors.length > 0 ? options.selectors : [{ mainBranch: true }]
  const asked = link.replace('{provider}', encodeURIComponent(options.providerName))
  const found = readHal(await send(asked, options, JSON.stringify({ consumerVersionSelectors })))
  return found?._embedded?.pacts?.map(({ _links }) => _links.self.href) ?? []
}

const get = (url: string, options: BrokerOptions) => send(url, options)

const send = async (url: string, { token }: BrokerOptions, body?: string): Promise<string> => {
  const headers: Record<string, string> = {
    accept: 'application/hal+json, application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(body ? { 'content-type': 'application/json' } : {}),
  }
  const answer = await fetch(url, { headers, ...(body ? { method: 'POST', body } : {}) }).catch(
    (error: Error) => {
      const why = (error.cause as Error | undefined)?.message ?? error.message
      throw new Unreachable(`${url} cannot be reached: ${why}`)
    },
  )
  if (answer.ok) return answer.text()
  const fix = answer.status === 401 || answer.status === 403 ? '; give --broker-token' : ''
  throw new Unreachable(`${url} answered ${answer.status}${fix}`)
}

const readHal = (text: string): Hal | undefined => {
  const hal = readJson(text)
  return hal === undefined ? undefined : Object(hal)
}
