import { type Command, Option } from 'commander'
import type { Dialect } from '../../contracts/quirk.ts'
import { bankTime } from '../../contracts/time.ts'
import { systemClock } from '../adapters/clock/system.ts'
import type { Evidence } from '../drift/evidence.ts'
import type { Verdict, Weighed } from '../drift/weigh.ts'
import { NoVerdict, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { type Format, formatOption } from './remote.ts'
import { print, say } from './table.ts'

interface Flags {
  dialect: Dialect
  pack?: string
  recorded?: string
  format: Format
}

const seenText = ({ seen }: Weighed) => {
  const [first] = seen
  const more = seen.length > 1 ? `, and ${seen.length - 1} more` : ''
  return first ? `exchange ${first.exchange}: ${first.saw}${more}` : ''
}

const lineOf = (one: Weighed): string => {
  const { kind, name, ours, suggest } = one
  const here = kind === 'quirk' ? ` (here ${ours}${suggest ? `, there ${suggest}` : ''})` : ''
  return `  ${kind} ${name}${here}\n      ${seenText(one)}`
}

const verdicts: Verdict[] = ['contradicted', 'mixed', 'confirmed']

const textOf = ({ exchanges, found, suggest }: Evidence): string => {
  const by = (verdict: Verdict) => found.filter((one) => one.verdict === verdict)
  const counts = [...verdicts, 'open' as const]
    .map((verdict) => `${by(verdict).length} ${verdict}`)
    .join(', ')
  const parts = verdicts.flatMap((verdict) =>
    by(verdict).length > 0 ? [`\n${verdict}`, ...by(verdict).map(lineOf)] : [],
  )
  const settings = Object.entries(suggest).map(([name, value]) => `${name}=${value}`)
  return [
    `${exchanges} exchanges with the bank: ${counts}`,
    ...parts,
    `\nopen: ${by('open')
      .filter(({ unseen }) => !unseen)
      .map(({ name }) => name)
      .join('; ')}`,
    `\nno recording can show:${unseenText(by('open'))}`,
    ...(settings.length > 0 ? [`\nto do as these recordings show: --quirks ${settings.join(',')}`] : []),
  ].join('\n')
}

/** However much is recorded, these stay assumed: better known at once than waited for. */
const unseenText = (open: Weighed[]): string =>
  Object.entries(Object.groupBy(open, ({ unseen = '' }) => unseen))
    .filter(([why]) => why !== '')
    .map(([why, list = []]) => `\n  ${list.map(({ name }) => name).join('; ')}\n      ${why}`)
    .join('')

const dayOf = ({ recorded }: Flags, { day }: Evidence): string => {
  const chosen = recorded ?? day ?? bankTime(systemClock().now()).slice(0, 10)
  if (/^20\d\d-\d\d-\d\d$/.test(chosen) && !Number.isNaN(Date.parse(chosen))) return chosen
  throw new UsageError(`--recorded is "${chosen}", expected the day of the recording, such as 2026-11-28`)
}

const run = async (places: string[], flags: Flags) => {
  const [{ findEvidence }, { packOf }] = await Promise.all([
    import('../drift/evidence.ts'),
    import('../drift/pack.ts'),
  ])
  const evidence = await findEvidence(places, flags.dialect)
  const { recordings, sightings, ...shown } = evidence
  if (flags.format === 'json') print('json', shown)
  else say(textOf(evidence))
  if (sightings.length === 0) throw new NoVerdict('nothing in there speaks of an assumed rule or a quirk')
  if (flags.pack === undefined) return
  const pack = packOf(evidence, dayOf(flags, evidence))
  await writeWhole(flags.pack, `${JSON.stringify(pack, null, 2)}\n`).catch((error: Error) => {
    throw new UsageError(`${flags.pack} cannot be written: ${error.message}`)
  })
  if (flags.format === 'text')
    say(`${flags.pack}: ${pack.exchanges.length} exchanges, redacted; read it through before you share it`)
}

/** What recordings of the real test host say of our guesses. */
export const evidenceCommand = (program: Command): void => {
  program
    .command('evidence')
    .description('which assumed rules and quirks recordings of a bank confirm, contradict or leave open')
    .argument('<recordings...>', 'recordings, HTTP archives (HAR), or folders of them')
    .addOption(
      new Option('--dialect <name>', 'what they are compared with')
        .choices(['documented', 'observed'])
        .default('documented'),
    )
    .option('--pack <file>', 'write a redacted pack that may be shared')
    .option('--recorded <day>', 'the day of the recording, for the pack (default: of the HAR, else today)')
    .addOption(formatOption())
    .action(run)
}
