import { join } from 'node:path'
import { EvidencePack, factsOf } from '../../contracts/evidence.ts'
import type { EvidenceFact } from '../../contracts/evidence-fact.ts'
import { writeWhole } from '../files/whole-file.ts'
import { parseAs, readJsonFiles } from '../record/json-files.ts'
import { root } from '../root.ts'

export const packFolder = join(root, 'contracts/evidence')
export const factFile = join(root, 'contracts/evidence-facts.json')

/** What the packs of a folder show together. Throws UsageError for a file that is none. */
export const gatherEvidence = async (folder: string): Promise<EvidenceFact[]> =>
  factsOf((await readJsonFiles([folder])).map((file) => parseAs(EvidencePack, 'an evidence pack', file)))

// Its own step: what is published after it has these facts.
if (import.meta.main) {
  const facts = await gatherEvidence(packFolder)
  await writeWhole(factFile, `${JSON.stringify(facts, null, 2)}\n`)
}
