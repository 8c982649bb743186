import { Option } from 'commander'
import { systemClock } from '../adapters/clock/system.ts'
import { call } from '../client/control.ts'
import { CheckFailed, Unreachable, UsageError } from '../errors.ts'
import { commandHere } from '../here.ts'
import { checkReachByName } from '../redaction/reach.ts'
import { controlTokenOption } from './remote.ts'
import { tell } from './terminal.ts'

export const publishOption = () =>
  new Option('--publish <url>', 'show the report in the dashboard of this running sandbox too')

/** Everything that speaks to addresses somebody typed asks the same guard. */
export const ownOption = () =>
  new Option('--i-own <hosts>', 'hosts outside loopback and private addresses that are yours').argParser(
    (value: string, all: string[] = []) => [...all, ...value.split(',').filter(Boolean)],
  )

export const tokenOption = () => controlTokenOption('with --publish: control token')

const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** What was typed, so that somebody else can type it; but no token. */
export const commandLine = (args: string[]): string => {
  const isSecret = (word: string | undefined) => word !== undefined && /^--(broker-)?token$/.test(word)
  const shown = args.filter((word, i) => !/^--(broker-)?token(=|$)/.test(word) && !isSecret(args[i - 1]))
  return [commandHere(), ...shown.map(quoted)].join(' ')
}

export type Publish = (report: object) => Promise<void>

/** Asks at once whether anybody is there: a report should not be lost when it is ready at last. */
export const openPublisher = async (flags: {
  publish?: string
  token?: string
  iOwn?: string[]
}): Promise<Publish | undefined> => {
  const { publish: url, token, iOwn: own = [] } = flags
  if (url === undefined) return undefined
  if (!URL.canParse(url) || !/^https?:\/\//.test(url))
    throw new UsageError(`--publish is "${url}", expected the address of a running sandbox`)
  await checkReachByName({ who: 'publish', own }, url)
  const target = { url: new URL('/', url).href, token }
  await call(target, 'GET', 'reports').catch((error: Error) => {
    throw new (error instanceof Unreachable ? Unreachable : CheckFailed)(`--publish: ${error.message}`)
  })
  return async (report) => {
    const at = new Date(systemClock().now()).toISOString()
    const command = commandLine(process.argv.slice(2))
    const shown = await call<{ url: string }>(target, 'POST', 'reports', { ...report, at, command })
    tell(`published: ${shown.url}\n`)
  }
}
