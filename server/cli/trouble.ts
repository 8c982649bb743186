import type { Config } from '../config.ts'
import type { RequestFacts, TroubleParts } from '../http/answer/trouble.ts'
import { limitOf } from '../ports.ts'
import type { Stopped } from '../workspace/shutdown.ts'

/** What anyone who keeps the server running must hear; one object a line with --format json. */

type Format = Config['format']

const line = (format: Format, text: string, event: object): string =>
  format === 'json' ? `${JSON.stringify(event)}\n` : `epay-sandbox: ${text}\n`

const placeOf = ({ request, method, path, workspace }: RequestFacts) =>
  `request ${request}, ${method} ${path}, workspace ${workspace}`

const faultLine = (format: Format, error: Error, facts?: RequestFacts): string => {
  const { message, stack } = error
  const where = facts ? ` (${placeOf(facts)})` : ''
  return line(format, `fault${where}: ${stack}`, { event: 'fault', ...facts, message, stack })
}

/** A limit is hit thousands of times a second: the first time is told, the tenth, the hundredth, … */
const nowAndThen = () => {
  const counts = new Map<string, number>()
  return (limit: string): number | undefined => {
    const count = (counts.get(limit) ?? 0) + 1
    counts.set(limit, count)
    return /^10*$/.test(String(count)) ? count : undefined
  }
}

/** Writes down what a server reports; goes where the log goes. */
export const tellTrouble = (
  format: Format,
  write: (text: string) => void,
): Pick<Required<TroubleParts>, 'onFault' | 'onTurnedAway'> => {
  const countOf = nowAndThen()
  return {
    onFault: (error, facts) => write(faultLine(format, error, facts)),
    onTurnedAway(error, facts) {
      const { message } = error
      const times = countOf(limitOf(error))
      if (times === undefined) return
      const sentence = `turned away: ${message} (${times === 1 ? 'for the first time' : `${times} times so far`}; `
      write(line(format, `${sentence}${placeOf(facts)})`, { event: 'turned away', ...facts, message, times }))
    },
  }
}

/** The last word of a server; in text only when something is left. */
export const stoppedLine = ({ owed }: Stopped, config: Config): string => {
  const kept = config.journal !== 'memory'
  if (owed === 0 && config.format === 'text') return ''
  const fate = kept
    ? 'the next start on this journal sends them'
    : 'lost with the memory; --journal <file> would have kept them'
  const text = `stopped, ${owed} postlink${owed === 1 ? '' : 's'} still owed: ${fate}`
  return line(config.format, text, { event: 'stopped', owed, kept })
}
