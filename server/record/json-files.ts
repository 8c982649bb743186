import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Static, TSchema } from 'typebox'
import { readJson } from '../../contracts/json.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { UsageError } from '../errors.ts'

export interface JsonFile {
  path: string
  text: string
}

/** The files a user names, and those of folders that end so, in their order. Throws UsageError for what is missing. */
export const readJsonFiles = async (places: string[], endings = ['.json']): Promise<JsonFile[]> => {
  const files = await Promise.all(places.map((place) => filesAt(place, endings)))
  return Promise.all(files.flat().map(async (path) => ({ path, text: await readFile(path, 'utf8') })))
}

const filesAt = async (place: string, endings: string[]): Promise<string[]> => {
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new UsageError(`${place}: no such file or folder`)
  if (!found.isDirectory()) return [place]
  const names = await readdir(place)
  return names
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => join(place, name))
}

/** A text read by its schema. Throws UsageError: what it is not (`a pact`), and what came instead. */
export const parseAs = <Schema extends TSchema>(
  schema: Schema,
  kind: string,
  { path, text }: JsonFile,
): Static<Schema> => {
  const value = readJson(text)
  if (value === undefined) {
    const start = JSON.stringify(text.trimStart().slice(0, 40))
    throw new UsageError(`${path} is not ${kind}: got ${start}…, expected JSON`)
  }
  const violations = violationsOf(schema, value)
  if (violations.length === 0) return value as Static<Schema>
  const found = violations.map(({ where, got, expected }) => `${where}: got ${got}, expected ${expected}`)
  throw new UsageError(`${path} is not ${kind}: ${found.join('. ')}`)
}
