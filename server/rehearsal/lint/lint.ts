import type { Check } from '../../report/check.ts'
import { committedIn } from '../git.ts'
import { filesOf } from './files.ts'
import { type Hit, lintRules, type Surroundings } from './rules.ts'

const mostHits = 5

const wordsOf = (hits: Hit[]): string[] => [
  ...hits.slice(0, mostHits).map(({ path, line }) => `${path}:${line}`),
  ...(hits.length > mostHits ? [`and ${hits.length - mostHits} more places`] : []),
]

/** What of a shop's folder would hurt it in production: one check a rule, with the places and no word of theirs. */
export const lintShop = async (folder: string): Promise<Check[]> => {
  const [files, committed] = await Promise.all([filesOf(folder), committedIn(folder)])
  const shop: Surroundings = { files, ...(committed ? { committed } : {}) }
  return lintRules.map(({ id, wrong, fix, find }) => {
    const hits = find(shop)
    const ok = hits.length === 0
    return {
      suite: 'configuration',
      title: id,
      ok,
      notes: ok ? [] : [wrong, ...wordsOf(hits), `fix: ${fix}`],
    }
  })
}
