import { readFile } from 'node:fs/promises'

interface Pact {
  interactions: { description: string }[]
  metadata: Record<string, unknown>
}

/** A pact without what depends on the machine or on the order of the tests. */
export const normal = (pact: Pact) => ({
  ...pact,
  interactions: pact.interactions.toSorted((a, b) => (a.description < b.description ? -1 : 1)),
  metadata: { pactSpecification: pact.metadata.pactSpecification },
})

const published = (name: string) => new URL(`../../contracts/published/pacts/${name}`, import.meta.url)

export const pactPaths = {
  canonical: published('canonical-merchant-epay.json'),
  postlinks: published('epay-merchant-postlinks.json'),
}

export const readPublished = async (name: keyof typeof pactPaths) =>
  JSON.parse(await readFile(pactPaths[name], 'utf8'))
