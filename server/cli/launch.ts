import { type Config, ConfigError } from '../config.ts'
import type { Running } from '../main.ts'
import { StartError } from '../start-error.ts'

const onFault = (error: Error) => void process.stderr.write(`epay-sandbox: fault: ${error.stack}\n`)

/** Starts the server for a command; whatever stands in its way is told in one sentence. */
export const launch = async (config: Config): Promise<Running> => {
  const onTold = (text: string) =>
    void process.stderr.write(
      config.format === 'json'
        ? `${JSON.stringify({ event: 'takeover', text })}\n`
        : `epay-sandbox: takeover: ${text}\n`,
    )
  // Loaded here: the other commands do without the server.
  const { start } = await import('../main.ts')
  return start(config, { onFault, onTold }).catch((error: Error) => {
    throw error instanceof StartError || error instanceof ConfigError ? error : new StartError(error.message)
  })
}
