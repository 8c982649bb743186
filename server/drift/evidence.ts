import { chooseQuirks, type Dialect, type QuirkName, type Quirks } from '../../contracts/quirk.ts'
import type { Recording } from '../record/recording.ts'
import { fieldAt, type Sighting } from './clues/clue.ts'
import { replayIn } from './drift.ts'
import { readRecordings } from './read.ts'
import { sightingsIn, suggestedQuirks, type Weighed, weigh } from './weigh.ts'

export interface Evidence {
  exchanges: number
  found: Weighed[]
  suggest: Partial<Record<QuirkName, string>>
  /** The day of an archive: recordings of ours keep no time. */
  day?: string
  sightings: Sighting[]
  recordings: Recording[]
}

/** What recordings of the real test host confirm, contradict and leave open. */
export const findEvidence = async (places: string[], dialect: Dialect = 'documented'): Promise<Evidence> => {
  const { recordings, day } = await readRecordings(places)
  const plain = sightingsIn(recordings)
  const quirks = suggestedQuirks(weigh(plain, dialect)) as Partial<Quirks>
  const sightings = [...plain, ...(await refusalsIn(recordings, dialect, quirks))]
  const found = weigh(sightings, dialect)
  const suggest = suggestedQuirks(found)
  // A value nobody knows must not be suggested.
  chooseQuirks(dialect, suggest as Record<string, string>)
  return { exchanges: recordings.length, found, suggest, sightings, recordings, ...(day ? { day } : {}) }
}

/** A refusal rests on our own words until a bank was heard to say the same. */
const refusalsIn = async (recordings: Recording[], dialect: Dialect, quirks: Partial<Quirks>) => {
  if (!recordings.some(({ operation, answer }) => operation !== null && answer.status >= 400)) return []
  return (await replayIn(recordings, { dialect, quirks }))
    .filter(({ recording }) => recording.answer.status >= 400)
    .map(({ recording: { number, answer }, status, body }): Sighting => {
      const [theirs, ours] = [fieldAt(answer.body, 'code'), fieldAt(body, 'code')]
      const holds = answer.status === status && theirs === ours
      const saw = `refused with HTTP ${answer.status} and code ${theirs}, here HTTP ${status} and code ${ours}`
      return { exchange: number, rule: 'refusals have statuses, codes and words of our own', holds, saw }
    })
}
