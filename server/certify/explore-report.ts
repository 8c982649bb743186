import type { Language } from '../../contracts/language.ts'
import { writeWhole } from '../files/whole-file.ts'
import { printable, printableLines } from '../redaction/printable.ts'
import { mapTexts } from '../redaction/texts.ts'
import { junit } from '../report/junit.ts'
import type { Asked } from './asked.ts'
import { wrongMark } from './explored-scenario.ts'
import { textOf } from './interleaving.ts'
import type { Played } from './play-events.ts'
import { painter } from './report/paint.ts'
import { sentenceIn } from './report/sentences.ts'
import { filled, verdictWord, wordsOf } from './report/words.ts'
import type { Verdict } from './verdict.ts'

/** What came of trying orders of events. */
export interface Explored {
  tried: number
  length: number
  /** The shortest that goes wrong. */
  worst?: Played
  /** Why nothing is proven. */
  because?: string
}

const verdictOf = ({ worst, because }: Explored): Verdict =>
  because ? 'not proven' : worst ? 'failed' : 'certified'

/** In the format that was asked for, where it was asked for. */
export const exploreReport = async (
  explored: Explored,
  asked: Asked,
  savedAs: string | undefined,
): Promise<void> => {
  const { format, output, say, color, language } = asked
  const text =
    format === 'text'
      ? textReport(explored, { savedAs, color: color && !output, language })
      : printableLines(formatted(explored, asked))
  if (output === undefined) say(text)
  else {
    await writeWhole(output, `${text}\n`)
    say(`${verdictOf(explored)}: ${output}`)
  }
}

interface Shown {
  savedAs?: string | undefined
  color?: boolean
  language?: Language | undefined
}

/** The names of events stay as a saved file has them. */
const textReport = (explored: Explored, { savedAs = '', color = false, language = 'eng' }: Shown): string => {
  const paint = painter(color)
  const [words, speak] = [wordsOf(language), sentenceIn(language)]
  const { tried, worst, because } = mapTexts(explored, printable)
  const verdict = verdictWord(verdictOf(explored), words).toUpperCase()
  if (because) return `${paint('yellow', verdict)}  ${speak(because)}`
  if (!worst) return `${paint('green', verdict)}  ${filled(words.noneWrong, { n: tried })}`
  return [
    `${paint('red', '✗')} ${textOf(worst.story)}`,
    `    ${speak(worst.wrong ?? '')}`,
    ...worst.seen.map(({ event, found }) => paint('dim', `    · ${event}: ${speak(found)}`)),
    ...[words.savedAs, words.lookAtIt, words.openMark].map(
      (text) => `    ${filled(text, { file: savedAs, mark: wrongMark })}`,
    ),
    `${paint('red', verdict)}  ${filled(words.shortest, { n: worst.story.length })}`,
  ].join('\n')
}

const formatted = (explored: Explored, { format, seed }: Asked): string => {
  const { tried, worst, because } = explored
  const verdict = verdictOf(explored)
  const found = worst && { story: textOf(worst.story), wrong: worst.wrong, seen: worst.seen }
  if (format === 'json') return JSON.stringify({ verdict, because, tried, seed, worst: found }, null, 2)
  const title = found ? found.story : `${tried} orders of events`
  const failure = found ? { failure: { message: found.wrong ?? '', text: textReport(explored, {}) } } : {}
  const skipped = because ? { skipped: because } : {}
  const of = { suite: 'explore', title, seconds: 0, ...failure, ...skipped }
  return junit('epay-sandbox certify --explore', [{ title: 'explore', properties: { verdict }, cases: [of] }])
}
