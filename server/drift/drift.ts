import type { Dialect } from '../../contracts/quirk.ts'
import { overNetwork } from '../client/transport.ts'
import type { Check } from '../report/check.ts'
import { createSandbox } from '../sandbox.ts'
import { breachesOf } from './contract.ts'
import { differencesOf, sentenceOf } from './difference.ts'
import { readRecordings } from './read.ts'
import { type Replayed, replay } from './replay.ts'

/** One check for each recorded call: what the bank said against the contract, and against the sandbox. */
export const findDrift = async (places: string[], dialect?: Dialect): Promise<Check[]> => {
  const recordings = await readRecordings(places)
  // A recorded postLink is never posted to, so a replayed charge has none; what the bank took is taken here.
  const quirks = { savedCardFields: 'optional' } as const
  const sandbox = await createSandbox({ seed: 'drift', quirks, ...(dialect ? { dialect } : {}) })
  try {
    return (await replay(recordings, overNetwork(sandbox))).map(toCheck)
  } finally {
    await sandbox.close()
  }
}

const toCheck = (replayed: Replayed): Check => {
  const { number, operation, request, answer } = replayed.recording
  const differences = [...breachesOf(replayed.recording), ...driftOf(replayed)]
  const title = `${number}: ${request.method} ${request.path} answered ${answer.status}`
  return { suite: String(operation), title, ok: differences.length === 0, notes: differences }
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
