import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { violationsOf } from '../../contracts/reader.ts'
import { Type } from '../../contracts/schema.ts'
import { UsageError } from '../errors.ts'

const named = (expected: string) => Type.Object({ name: Type.String({ expected }) }, { expected })

/** As much of a pact, of any edition, as is needed to know that it is one. */
const Pact = Type.Object({
  consumer: named('{"name": "<who calls>"}'),
  provider: named('{"name": "<who answers>"}'),
  interactions: Type.Array(
    Type.Object({ description: Type.String({ expected: 'a sentence' }) }, { expected: 'an interaction' }),
    { expected: 'a list of interactions' },
  ),
})

export interface Interaction {
  description: string
  request?: { path?: string; query?: unknown }
}

export interface PactFile {
  /** What the user calls it. */
  name: string
  path: string
  pact: { consumer: { name: string }; provider: { name: string }; interactions: Interaction[] }
}

/** Files and folders of pacts. Throws UsageError: what is missing, or what came instead of a pact. */
export const readPacts = async (places: string[]): Promise<PactFile[]> => {
  const files = await Promise.all(places.map(filesAt))
  return Promise.all(files.flat().map(readPact))
}

const filesAt = async (place: string): Promise<string[]> => {
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new UsageError(`${place}: no such file or folder`)
  if (!found.isDirectory()) return [place]
  const names = await readdir(place)
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(place, name))
}

const readPact = async (path: string): Promise<PactFile> => {
  const text = await readFile(path, 'utf8')
  return { name: path, path, pact: parsePact(path, text) }
}

export const parsePact = (name: string, text: string): PactFile['pact'] => {
  const pact = parse(name, text)
  const violations = violationsOf(Pact, pact)
  if (violations.length === 0) return pact as PactFile['pact']
  const told = violations.map(({ where, came, expected }) => `${where}: came ${came}, expected ${expected}`)
  throw new UsageError(`${name} is not a pact: ${told.join('. ')}`)
}

const parse = (name: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    const start = JSON.stringify(text.trimStart().slice(0, 40))
    throw new UsageError(`${name} is not a pact: came ${start}…, expected JSON`)
  }
}
