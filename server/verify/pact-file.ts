import { Type } from '../../contracts/schema.ts'
import { parseAs, readJsonFiles } from '../record/json-files.ts'

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
  const files = await readJsonFiles(places)
  return files.map(({ path, text }) => ({ name: path, path, pact: parsePact(path, text) }))
}

export const parsePact = (name: string, text: string): PactFile['pact'] =>
  parseAs(Pact, 'a pact', { path: name, text }) as PactFile['pact']
