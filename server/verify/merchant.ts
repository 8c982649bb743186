import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../client/transport.ts'
import { Unreachable } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { checkReachByName } from '../redaction/reach.ts'
import type { Check } from '../report/check.ts'
import { root } from '../root.ts'
import { type PactFile, parsePact } from './pact-file.ts'
import { postlinkStates } from './postlink-states.ts'
import { type ChangeState, changeStateAt } from './states-server.ts'
import { verifyPacts } from './verify.ts'

export const postlinkPact = join(root, 'contracts/published/pacts/epay-merchant-postlinks.json')

export interface MerchantOptions {
  /** The merchant's postlink endpoint, path and all. */
  url: string
  statesUrl?: string
  /** Where the merchant's orders are paid; without it the merchant's own handler answers for the bank too. */
  sandbox?: Target
  pact?: string
  /** Hosts of `--i-own`. */
  own?: string[]
}

/** The bank's postlinks against the endpoint of a merchant. */
export const verifyMerchant = async (options: MerchantOptions): Promise<Check[]> => {
  for (const url of [options.url, options.statesUrl, options.sandbox?.url])
    if (url !== undefined) await checkReachByName({ who: 'verify', own: options.own ?? [] }, url)
  await reach(options.url)
  const folder = await mkdtemp(join(tmpdir(), 'epay-pacts-'))
  try {
    const pact = await aimedPact(options, folder)
    const provider = { baseUrl: new URL(options.url).origin, changeState: statesOf(options) }
    return explained(await verifyPacts([pact], provider), options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Examples of orders that the shop has never made are refused, rightly: the report says what is missing. */
const explained = (checks: Check[], { statesUrl }: MerchantOptions): Check[] =>
  statesUrl
    ? checks
    : checks.map((check) => (check.ok ? check : { ...check, notes: [...check.notes, ...withoutStates] }))

const withoutStates = [
  'no --provider-states-url: the postlink names an order that your shop has never made, and refusing it is right;',
  'give the URL of a handler that makes the order of each state and answers its invoiceId and secretHash, as the ' +
    'README shows (an example: fixtures/shops/flawed/states.js)',
]

const statesOf = ({ statesUrl, sandbox }: MerchantOptions): ChangeState => {
  // Without a handler of the merchant's the examples of the pact are sent as they stand.
  if (!statesUrl) return async () => ({})
  const askMerchant = changeStateAt(statesUrl)
  return sandbox ? postlinkStates(sandbox, askMerchant) : askMerchant
}

/** Our pact posts to /postlink; a merchant's endpoint is where it is. */
const aimedPact = async (
  { url, pact: from = postlinkPact }: MerchantOptions,
  folder: string,
): Promise<PactFile> => {
  const pact = parsePact(from, await readFile(from, 'utf8'))
  const { pathname, searchParams } = new URL(url)
  const query = Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key)]))
  for (const interaction of pact.interactions) {
    interaction.request = { ...interaction.request, path: pathname, ...(searchParams.size ? { query } : {}) }
  }
  const path = join(folder, 'postlinks.json')
  await writeWhole(path, JSON.stringify(pact))
  return { name: 'postlinks', path, pact }
}

const reach = (url: string) =>
  fetch(url, { method: 'HEAD', redirect: 'manual' }).catch((error: Error) => {
    const why = (error.cause as Error | undefined)?.message ?? error.message
    throw new Unreachable(`${url} cannot be reached: ${why}`)
  })
