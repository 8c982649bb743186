import { type Command, Option } from 'commander'
import { systemClock } from '../adapters/clock/system.ts'
import { percentage } from '../config-value.ts'
import { ownOption } from './publish.ts'
import { print, say } from './table.ts'
import { tell } from './terminal.ts'

interface Flags {
  config?: string
  pacts?: string[]
  providerStatesUrl?: string
  recordings?: string[]
  minCoverage?: string
  fast?: boolean
  only?: string[]
  skip?: string[]
  seed?: string
  iOwn?: string[]
  report: string
  format: 'text' | 'json'
}

const listed = (text: string, before: string[] = []): string[] => [
  ...before,
  ...text.split(',').filter(Boolean),
]
const collected = (text: string, before: string[] = []): string[] => [...before, text]

/** What can be said of a shop before it goes to the bank, in one verdict. */
export const rehearseCommand = (program: Command): void => {
  program
    .command('rehearse')
    .description(
      'one verdict on a shop: certify, findings, coverage, pacts, recordings and its configuration',
    )
    .option('--config <file>', 'the description of the shop (default: certify.yaml)')
    .option('--pacts <folder>', "the shop's own pacts; may be repeated", collected)
    .option(
      '--provider-states-url <url>',
      "where the shop makes the orders of the bank's pact; {port} is filled in",
    )
    .option('--recordings <folder>', 'recordings of the test host, or a HAR; may be repeated', collected)
    .option('--min-coverage <percent>', 'fail when certify met less of what the shop uses')
    .option('--fast', 'the twenty promises that matter most')
    .option('--only <cases>', 'these promises alone, separated by commas', listed)
    .option('--skip <cases>', 'all promises but these', listed)
    .option('--seed <text>', 'makes the ids of the sandbox repeatable')
    .option('--report <folder>', 'where HTML, JSON and the in-toto statement go', 'rehearsal')
    .addOption(ownOption())
    .addOption(new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .action(run)
}

const run = async (flags: Flags) => {
  const { config, minCoverage, iOwn, report, format, seed, ...more } = flags
  const [{ describeMerchant }, { exitCodes, rehearse }, { textOf, writeRehearsal }, statements] =
    await Promise.all([
      import('../certify/load.ts'),
      import('../rehearsal/rehearse.ts'),
      import('../rehearsal/report.ts'),
      import('../rehearsal/statement.ts'),
    ])
  const description = await describeMerchant(config, {})
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const at = systemClock().now()
  const rehearsal = await rehearse(description, {
    ...more,
    ...{ at, own: iOwn ?? [], seed: seed ?? `rehearse-${at.toString(36)}`, except: [report] },
    ...(minCoverage === undefined ? {} : { minCoverage: percentage('--min-coverage', minCoverage) }),
    sandboxPort: description.start ? 0 : 3729,
    note: (line) => tell(`epay-sandbox: ${line}\n`),
  })
  await writeRehearsal(report, rehearsal)
  if (format === 'json') print('json', rehearsal)
  else say(textOf(rehearsal))
  const isBound = statements.statementOf(rehearsal) !== undefined
  const bound = isBound ? `bound to ${rehearsal.commit?.hash}` : statements.whyNoStatement(rehearsal)
  tell(`epay-sandbox: report ${report}/rehearsal.html; ${bound}\n`)
  process.exitCode = exitCodes[rehearsal.verdict]
}
