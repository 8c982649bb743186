import { parseAs, readJsonFiles } from '../record/json-files.ts'
import { Recording } from '../record/recording.ts'

/** Recordings in their order. Throws UsageError: what is missing, or what came instead. */
export const readRecordings = async (places: string[]): Promise<Recording[]> => {
  const files = await readJsonFiles(places)
  return files.map((file) => parseAs(Recording, 'a recording', file)).toSorted((a, b) => a.number - b.number)
}
