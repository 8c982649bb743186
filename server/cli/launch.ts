import { type Config, ConfigError } from '../config.ts'
import type { Running } from '../main.ts'
import { StartError } from '../start-error.ts'

const onFault = (error: Error) => void process.stderr.write(`epay-sandbox: fault: ${error.stack}\n`)

/** A browser asks for the same forbidden name again and again: each sentence is said once. */
const toldOnce = (format: Config['format']) => {
  const told = new Set<string>()
  return (text: string): void => {
    if (told.has(text)) return
    told.add(text)
    const line =
      format === 'json' ? JSON.stringify({ event: 'takeover', text }) : `epay-sandbox: takeover: ${text}`
    process.stderr.write(`${line}\n`)
  }
}

/** Starts the server for a command; whatever stands in its way is told in one sentence. */
export const launch = async (config: Config): Promise<Running> => {
  const onTold = toldOnce(config.format)
  // Loaded here: the other commands do without the server.
  const { start } = await import('../main.ts')
  return start(config, { onFault, onTold }).catch((error: Error) => {
    throw error instanceof StartError || error instanceof ConfigError ? error : new StartError(error.message)
  })
}
