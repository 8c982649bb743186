import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { violationsOf } from '../../contracts/reader.ts'
import { UsageError } from '../errors.ts'
import { Recording } from '../record/recording.ts'

/** Recordings in their order. Throws UsageError: what is missing, or what came instead. */
export const readRecordings = async (places: string[]): Promise<Recording[]> => {
  const files = await Promise.all(places.map(filesAt))
  const recordings = await Promise.all(files.flat().map(readRecording))
  return recordings.toSorted((a, b) => a.number - b.number)
}

const filesAt = async (place: string): Promise<string[]> => {
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new UsageError(`${place}: no such file or folder`)
  if (!found.isDirectory()) return [place]
  const names = await readdir(place)
  return names.filter((name) => name.endsWith('.json')).map((name) => join(place, name))
}

const readRecording = async (file: string): Promise<Recording> => {
  const recording = parse(file, await readFile(file, 'utf8'))
  const violations = violationsOf(Recording, recording)
  if (violations.length === 0) return recording as Recording
  const told = violations.map(({ where, came, expected }) => `${where}: came ${came}, expected ${expected}`)
  throw new UsageError(`${file} is not a recording: ${told.join('. ')}`)
}

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is not a recording: expected JSON`)
  }
}
