import { type Command, Option } from 'commander'
import type { Dialect } from '../../contracts/quirk.ts'
import { UsageError } from '../errors.ts'
import type { Check } from '../report/check.ts'
import type { BankVerdict } from '../verify/bank.ts'
import { openPublisher } from './publish.ts'
import { controlTokenOption } from './remote.ts'
import { pronounce, type ReportFlags, reportOptions } from './verdict.ts'

interface Flags extends ReportFlags {
  provider?: string
  providerStatesUrl?: string
  url?: string
  workspace?: string
  token?: string
  dialect?: Dialect
  brokerToken?: string
  providerName: string
  consumerVersionBranch: string[]
  consumerVersionTag: string[]
}

const collect = (value: string, all: string[]) => [...all, value]

/** Pacts, both ways: a merchant's against the bank, the bank's postlinks against a merchant. */
export const verifyCommand = (program: Command): void => {
  const verify = program
    .command('verify')
    .description("verify a merchant's pacts against a fresh sandbox, or our postlinks against a merchant")
    .argument('[pact...]', "pact files, folders of them, or a broker's URL")
    .option('--provider <url>', "a merchant's postlink endpoint: verify that it takes our postlinks")
    .option(
      '--provider-states-url <url>',
      "state-change endpoint (default: the sandbox's own; with --provider: none)",
    )
    .addOption(
      new Option('--url <url>', 'with --provider: the running sandbox where its orders are paid').env(
        'EPAY_SANDBOX_URL',
      ),
    )
    .option('--workspace <name>', 'with --url: another workspace than the default one')
    .addOption(controlTokenOption('with --url or --publish: control token'))
    .addOption(
      new Option('--dialect <name>', 'of the fresh sandbox (default: documented)').choices([
        'documented',
        'observed',
      ]),
    )
    .addOption(new Option('--broker-token <token>', 'token of the broker').env('PACT_BROKER_TOKEN'))
    .option('--provider-name <name>', "the bank's name at the broker", 'epay')
    .option('--consumer-version-branch <name>', 'pacts of this branch; may be repeated', collect, [])
    .option('--consumer-version-tag <name>', 'pacts with this tag; may be repeated', collect, [])
  reportOptions(verify).action(run)
}

const run = async (places: string[], flags: Flags) => {
  if (flags.provider === undefined && places.length === 0) {
    throw new UsageError("name pact files, a folder or a broker's URL, or give --provider <url>")
  }
  const show = await openPublisher(flags)
  const { checks, assumed } =
    flags.provider === undefined
      ? await merchantsPacts(places, flags)
      : { checks: await ourPact(places, flags), assumed: [] }
  await pronounce('verify', checks, { ...flags, assumed, ...(show ? { show } : {}) })
}

const isUrl = (place: string) => /^https?:\/\//.test(place)

const merchantsPacts = async (places: string[], flags: Flags): Promise<BankVerdict> => {
  const [{ readPacts }, { fetchPacts }, { verifyBank }] = await Promise.all([
    import('../verify/pact-file.ts'),
    import('../verify/broker.ts'),
    import('../verify/bank.ts'),
  ])
  const read = await readPacts(places.filter((place) => !isUrl(place)))
  const broker = {
    token: flags.brokerToken,
    providerName: flags.providerName,
    selectors: [
      ...flags.consumerVersionBranch.map((branch) => ({ branch })),
      ...flags.consumerVersionTag.map((tag) => ({ tag, latest: true })),
    ],
  }
  const fetched = await Promise.all(places.filter(isUrl).map((url) => fetchPacts(url, broker)))
  const pacts = [...read, ...fetched.flatMap((one) => one.pacts)]
  try {
    return await verifyBank(pacts, { dialect: flags.dialect, statesUrl: flags.providerStatesUrl })
  } finally {
    await Promise.all(fetched.map(({ clean }) => clean()))
  }
}

const ourPact = async (places: string[], flags: Flags): Promise<Check[]> => {
  const { provider = '', providerStatesUrl: statesUrl, url, workspace, token } = flags
  for (const link of [provider, statesUrl]) {
    if (link !== undefined && !(isUrl(link) && URL.canParse(link))) {
      throw new UsageError(`"${link}" is not a whole URL such as http://127.0.0.1:8080/postlink`)
    }
  }
  const { verifyMerchant } = await import('../verify/merchant.ts')
  return verifyMerchant({
    own: flags.iOwn ?? [],
    ...{ url: provider, statesUrl },
    ...(url ? { sandbox: { url, workspace, token } } : {}),
    ...(places[0] ? { pact: places[0] } : {}),
  })
}
