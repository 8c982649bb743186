import { readJson } from '../../contracts/json.ts'
import { type Archive, isHar, readHar } from '../record/har.ts'
import { type JsonFile, parseAs, readJsonFiles } from '../record/json-files.ts'
import { Recording } from '../record/recording.ts'

/** Recordings and HTTP archives, in their order. Throws UsageError: what is missing, or what it got instead. */
export const readRecordings = async (places: string[]): Promise<Archive> => {
  const files = await readJsonFiles(places, ['.json', '.har'])
  const read = await Promise.all(files.map(readOne))
  const recorded = read.flatMap(({ recording }) => recording ?? []).toSorted((a, b) => a.number - b.number)
  const archives = read.flatMap(({ archive }) => archive ?? [])
  const [day] = archives.flatMap((archive) => archive.day ?? []).toSorted()
  let last = recorded.at(-1)?.number ?? 0
  const archived = archives.flatMap(({ recordings }) => recordings).map((one) => ({ ...one, number: ++last }))
  return { recordings: [...recorded, ...archived], ...(day ? { day } : {}) }
}

const readOne = async (file: JsonFile): Promise<{ recording?: Recording; archive?: Archive }> => {
  const value = readJson(file.text)
  if (isHar(value)) return { archive: await readHar(file.path, value) }
  return { recording: parseAs(Recording, 'a recording', file) }
}
