import type { Config } from '../config.ts'
import { ConfigError, StartError } from '../errors.ts'
import type { AppParts } from '../http/app.ts'
import type { Running } from '../main.ts'
import { JournalError } from '../ports.ts'
import { keepHeapSmall } from './heap.ts'
import { tell } from './terminal.ts'
import { tellTrouble } from './trouble.ts'

export interface Launched extends Running {
  /** Resolves when it can go on no longer before somebody has fixed something; says what. */
  broken: Promise<StartError>
}

/** Faults and what else must be heard are told; one that somebody has to fix is the end of it. */
const watchFaults = (format: Config['format']) => {
  const { promise: broken, resolve } = Promise.withResolvers<StartError>()
  const trouble = tellTrouble(format, tell)
  const onFault: typeof trouble.onFault = (error, request) => {
    if (error instanceof JournalError && error.final) resolve(new StartError(error.message))
    else trouble.onFault(error, request)
  }
  return { broken, trouble: { ...trouble, onFault } }
}

/** A browser asks for the same forbidden name again and again: each sentence is said once. */
const noticeOnce = (format: Config['format']) => {
  const printed = new Set<string>()
  return (text: string): void => {
    if (printed.has(text)) return
    printed.add(text)
    const line =
      format === 'json' ? JSON.stringify({ event: 'takeover', text }) : `epay-sandbox: takeover: ${text}`
    tell(`${line}\n`)
  }
}

/** Starts the server for a command; whatever stands in its way is told in one sentence. */
export const launch = async (
  config: Config,
  { within }: Pick<AppParts, 'within'> = {},
): Promise<Launched> => {
  keepHeapSmall()
  const { broken, trouble } = watchFaults(config.format)
  const onNotice = noticeOnce(config.format)
  // Loaded here: the other commands do without the server.
  const { start } = await import('../main.ts')
  const running = await start(config, { ...trouble, onNotice, within }).catch((error: Error) => {
    throw error instanceof StartError || error instanceof ConfigError ? error : new StartError(error.message)
  })
  return { ...running, broken }
}
