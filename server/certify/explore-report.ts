import { writeWhole } from '../files/whole-file.ts'
import { printable, printableLines } from '../redaction/printable.ts'
import { mapTexts } from '../redaction/texts.ts'
import { junit } from '../report/junit.ts'
import type { Asked } from './asked.ts'
import { wrongMark } from './explored-scenario.ts'
import { textOf } from './interleaving.ts'
import type { Played } from './play-events.ts'
import { painter } from './report/paint.ts'

/** What came of trying orders of events. */
export interface Explored {
  tried: number
  length: number
  /** The shortest that goes wrong. */
  worst?: Played
  /** Why nothing is proven. */
  because?: string
}

const verdictOf = ({ worst, because }: Explored) => (because ? 'not proven' : worst ? 'failed' : 'certified')

/** In the format that was asked for, where it was asked for. */
export const exploreReport = async (
  explored: Explored,
  asked: Asked,
  savedAs: string | undefined,
): Promise<void> => {
  const { format, output, say, color } = asked
  const text =
    format === 'text'
      ? textReport(explored, savedAs, color && !output)
      : printableLines(formatted(explored, asked))
  if (output === undefined) say(text)
  else {
    await writeWhole(output, `${text}\n`)
    say(`${verdictOf(explored)}: ${output}`)
  }
}

const textReport = (explored: Explored, savedAs: string | undefined, color: boolean): string => {
  const paint = painter(color)
  const { tried, worst, because } = mapTexts(explored, printable)
  if (because) return `${paint('yellow', 'NOT PROVEN')}  ${because}`
  if (!worst) return `${paint('green', 'CERTIFIED')}  ${tried} orders of events, none goes wrong`
  return [
    `${paint('red', '✗')} ${textOf(worst.story)}`,
    `    ${worst.wrong}`,
    ...worst.seen.map(({ event, found }) => paint('dim', `    · ${event}: ${found}`)),
    `    saved as ${savedAs}, a scenario; play it again with --explore ${savedAs}`,
    `    to look at it: scenario run ${savedAs} --url <a running sandbox>`,
    `    and open the mark "${wrongMark}" in its dashboard`,
    `${paint('red', 'FAILED')}  the shortest order of events that goes wrong has ${worst.story.length}`,
  ].join('\n')
}

const formatted = (explored: Explored, { format, seed }: Asked): string => {
  const { tried, worst, because } = explored
  const verdict = verdictOf(explored)
  const found = worst && { story: textOf(worst.story), wrong: worst.wrong, seen: worst.seen }
  if (format === 'json') return JSON.stringify({ verdict, because, tried, seed, worst: found }, null, 2)
  const title = found ? found.story : `${tried} orders of events`
  const failure = found
    ? { failure: { message: found.wrong ?? '', text: textReport(explored, '', false) } }
    : {}
  const skipped = because ? { skipped: because } : {}
  const of = { suite: 'explore', title, seconds: 0, ...failure, ...skipped }
  return junit('epay-sandbox certify --explore', [{ title: 'explore', properties: { verdict }, cases: [of] }])
}
