import type { Dialect, Quirks } from '../../contracts/quirk.ts'
import { overNetwork } from '../client/transport.ts'
import type { Recording } from '../record/recording.ts'
import type { Check } from '../report/check.ts'
import { createSandbox } from '../sandbox.ts'
import type { Sighting } from './clues/clue.ts'
import { breachesOf } from './contract.ts'
import { differencesOf, sentenceOf } from './difference.ts'
import { readRecordings } from './read.ts'
import { type Replayed, replay } from './replay.ts'
import { sightingsIn, suggestedQuirks, weigh } from './weigh.ts'

/** The recorded requests, asked of a sandbox of this dialect. */
export const replayIn = async (
  recordings: Recording[],
  { dialect, quirks = {} }: { dialect?: Dialect | undefined; quirks?: Partial<Quirks> },
): Promise<Replayed[]> => {
  // A recorded postLink is never posted to, so a replayed charge has none; what the bank took is taken here.
  const chosen = { ...quirks, savedCardFields: 'optional' } as const
  const sandbox = await createSandbox({ seed: 'drift', quirks: chosen, ...(dialect ? { dialect } : {}) })
  try {
    return await replay(recordings, overNetwork(sandbox))
  } finally {
    await sandbox.close()
  }
}

/** One check for each recorded call: what the bank said against the contract, and against the sandbox. */
export const findDrift = async (places: string[], dialect?: Dialect): Promise<Check[]> => {
  const { recordings } = await readRecordings(places)
  const sightings = sightingsIn(recordings)
  return (await replayIn(recordings, { dialect })).map((one) => toCheck(one, sightings, dialect))
}

const toCheck = (replayed: Replayed, sightings: Sighting[], dialect?: Dialect): Check => {
  const { number, operation, request, answer } = replayed.recording
  const drifted = [...breachesOf(replayed.recording), ...driftOf(replayed)]
  const notes = drifted.length > 0 ? [...drifted, ...explained(number, sightings, dialect)] : []
  const title = `${number}: ${request.method} ${request.path} answered ${answer.status}`
  return { suite: String(operation), title, ok: notes.length === 0, notes }
}

/** What differs because the bank chose otherwise where documents leave a choice. */
const explained = (number: number, sightings: Sighting[], dialect?: Dialect): string[] => {
  const here = sightings.filter(({ exchange }) => exchange === number)
  return Object.entries(suggestedQuirks(weigh(here, dialect))).map(
    ([name, value]) => `this is the quirk ${name}: start with --quirks ${name}=${value}`,
  )
}

const against = "the sandbox's answer"

const driftOf = ({ recording, status, body }: Replayed): string[] => {
  const { answer } = recording
  if (answer.status !== status) {
    const other = { kind: 'other code' as const, where: 'status', recorded: answer.status, expected: status }
    return [sentenceOf(other, against)]
  }
  if (answer.unread !== undefined) return []
  return differencesOf(answer.body, body).map((difference) => sentenceOf(difference, against))
}
