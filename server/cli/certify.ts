import { existsSync } from 'node:fs'
import { type Command, Option } from 'commander'
import type { Certify } from '../../contracts/certify.ts'
import type { Language } from '../../contracts/language.ts'
import { systemClock } from '../adapters/clock/system.ts'
import type { Description } from '../certify/load.ts'
import { UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { languageOption, languageWanted } from './language.ts'
import { openPublisher, ownOption, publishOption, tokenOption } from './publish.ts'
import { print, say } from './table.ts'
import { showPainted, tell } from './terminal.ts'

const formats = ['text', 'json', 'junit', 'sarif', 'html'] as const
type Format = (typeof formats)[number]
const stages = ['one', 'two', 'both'] as const

const names = (text: string, before: string[] = []): string[] => [
  ...before,
  ...text.split(',').filter(Boolean),
]

/** What finds the shop, and the terminal it is tried on. */
const described = (command: Command): Command =>
  command
    .option('--config <file>', 'the description of the merchant (default: certify.yaml)')
    .option('--start <command>', 'the command that starts the shop, with EPAY_… and PORT in its environment')
    .option('--create-order <url>', 'where an order is created: POST, answers the payment object or its page')
    .option('--postlink <url>', "the shop's endpoint, when neither token nor payment name it")
    .option('--probe <url>', "tells an order's state; {invoiceId} is filled in")
    .option('--probe-state <path>', 'where in its JSON the state stands, for example $.order.state')
    .option('--sandbox-port <port>', 'where the sandbox listens (default: a free port with start, else 3729)')
    .addOption(ownOption())
    .addOption(
      new Option('--stages <stages>', 'the test terminal charges at once (one) or holds first (two)').choices(
        [...stages],
      ),
    )

/** The contract test a merchant runs: what became of each order decides, not what was answered. */
export const certifyCommand = (program: Command): void => {
  const certify = described(program.command('certify'))
    .description("judge a merchant's postlink handler by what it did to the order")
    .option('--only <cases>', 'these cases, separated by commas', names)
    .option('--skip <cases>', 'all but these', names)
    .option(
      '--prove <git ref>',
      'with --only: the promise fails at that commit and passes now, in one receipt',
    )
    .option('--last-failed', 'the cases that failed the last time')
    .option('--bail', 'stop at the first broken promise')
    .option('--fast', 'the twenty promises that matter most')
    .option('--keep', 'leave shop and sandbox running afterwards, to look at')
    .option('--seed <text>', 'makes the ids of the sandbox repeatable (default: other ids each time)')
    .option(
      '--explore [length]',
      'every order of answer, return, postlink, duplicate, decline, poll, cancel … instead (default length: 4)',
    )
    .option('--save <file>', 'where --explore saves what goes wrong (default: certify-interleaving.yaml)')
    .option('--output <file>', 'where the report goes (default: standard output)')
    .addOption(publishOption())
    .addOption(tokenOption())
    .option('--list', 'name the cases and what each promises')
    .addOption(new Option('--format <format>', 'how').choices([...formats]).default('text'))
    .addOption(languageOption())
    .action(run)
  certify
    .command('init')
    .description('look at a running shop and write a first certify.yaml')
    .argument('<url>', 'the address of the shop, such as http://127.0.0.1:8080/')
    .option('--output <file>', 'where it is written; - is standard output', 'certify.yaml')
    .option('--force', 'replace the file when it is there')
    .action(init)
  described(certify.command('check'))
    .description('try each entry of certify.yaml once and say what was seen')
    .action(check)
}

interface Flags {
  config?: string
  start?: string
  createOrder?: string
  postlink?: string
  probe?: string
  probeState?: string
  sandboxPort?: string
  only?: string[]
  skip?: string[]
  prove?: string
  lastFailed?: boolean
  bail?: boolean
  fast?: boolean
  keep?: boolean
  seed?: string
  iOwn?: string[]
  explore?: true | string
  save?: string
  stages?: (typeof stages)[number]
  output?: string
  publish?: string
  token?: string
  list?: boolean
  lang?: Language
  format: Format
}

/** Flags that stand for a field of certify.yaml. */
const describedBy = ({ start, createOrder, postlink, probe, probeState }: Flags): Partial<Certify> => {
  const probed = { ...(probe ? { url: probe } : {}), ...(probeState ? { state: probeState } : {}) }
  return {
    ...(start ? { start } : {}),
    ...(createOrder ? { createOrder: { url: createOrder, method: 'POST' as const } } : {}),
    ...(postlink ? { postlink: { url: postlink } } : {}),
    ...(Object.keys(probed).length > 0 ? { probe: probed } : {}),
  }
}

const portOf = ({ sandboxPort, start }: Flags & { start?: string }): number => {
  if (sandboxPort === undefined) return start ? 0 : 3729
  const port = Number(sandboxPort)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new UsageError(`--sandbox-port is "${sandboxPort}", expected a port number`)
}

const run = async (flags: Flags) => {
  if (flags.list) return list(flags.format, languageWanted(flags.lang))
  const [{ describeMerchant }, { putToTest }] = await Promise.all([
    import('../certify/load.ts'),
    import('../certify/command.ts'),
  ])
  const description = await describeMerchant(flags.config, describedBy(flags))
  if (flags.prove !== undefined) return proveFix(description, flags.prove, flags)
  const start = flags.start ?? description.start
  const sandboxPort = portOf({ ...flags, ...(start ? { start } : {}) })
  const show = await openPublisher(flags)
  if (show && flags.explore)
    throw new UsageError('--publish shows a report of cases; --explore makes none: leave one of them out')
  // Whatever was started goes with us.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const at = systemClock().now()
  process.exitCode = await putToTest(description, {
    ...flags,
    // A shop that remembers which transaction paid which order must not meet the ids of the last run again.
    seed: flags.seed ?? `certify-${at.toString(36)}`,
    isSeedChosen: flags.seed !== undefined,
    ...(show ? { show } : {}),
    sandboxPort,
    ...(flags.save ? { exploreFile: flags.save } : {}),
    at,
    own: flags.iOwn ?? [],
    say: (line) => showPainted(`${line}\n`),
    note: (line) => tell(`${line}\n`),
    language: languageWanted(flags.lang),
    color: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR,
  })
}

/** Fails there, passes here: exit code 1 when it does not, 5 when the old shop does not start. */
const proveFix = async (description: Description, ref: string, { only, iOwn, seed, format }: Flags) => {
  if (!only) throw new UsageError('--prove needs --only <case>: the promise that was broken and is kept now')
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`the receipt of --prove is text or json, not ${format}`)
  const { prove, receiptText } = await import('../rehearsal/prove.ts')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const at = systemClock().now()
  const receipt = await prove(description, {
    ...{ ref, only, at, own: iOwn ?? [], seed: seed ?? `prove-${at.toString(36)}` },
  })
  if (format === 'json') print('json', receipt)
  else showPainted(`${receiptText(receipt)}\n`)
  process.exitCode = receipt.proved ? 0 : 1
}

const init = async (url: string, { output, force }: { output: string; force?: boolean }) => {
  const { firstDescription } = await import('../certify/init.ts')
  const text = await firstDescription(url)
  if (output === '-') return say(text.trimEnd())
  if (existsSync(output) && !force)
    throw new UsageError(`${output} is there already: give --force to replace it, or --output another`)
  await writeWhole(output, text)
  say(`${output}: look it through, then try it with epay-sandbox certify check`)
}

const marks = new Map([
  [true, '✓'],
  [false, '✗'],
  [undefined, '-'],
])

const check = async (flags: Flags) => {
  const [{ describeMerchant }, { checkDescription }] = await Promise.all([
    import('../certify/load.ts'),
    import('../certify/check.ts'),
  ])
  const description = await describeMerchant(flags.config, describedBy(flags))
  const { start } = description
  const sandboxPort = portOf({ ...flags, ...(start ? { start } : {}) })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const { stages } = flags
  const seed = flags.seed ?? `check-${systemClock().now().toString(36)}`
  const tried = await checkDescription(description, {
    ...{ seed, sandboxPort, own: flags.iOwn ?? [] },
    ...(stages && stages !== 'both' ? { stages } : {}),
  })
  for (const { entry, ok, saw } of tried) say(`${marks.get(ok)} ${entry.padEnd(12)} ${saw}`)
  if (tried.some(({ ok }) => ok === false)) process.exitCode = 1
}

const list = async (format: Format, language: Language) => {
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--list is told as text or json, not as ${format}`)
  const [{ cases }, { inLanguage }] = await Promise.all([
    import('../certify/cases.ts'),
    import('../certify/report/words.ts'),
  ])
  const shown = cases.map(({ name, promise, why, fix }) =>
    inLanguage({ name, promise, why, fix }, format === 'json' ? 'eng' : language),
  )
  print(
    format,
    { cases: shown },
    [
      ['case', ({ name }) => name],
      ['promise', ({ promise }) => promise],
    ],
    shown,
  )
}
