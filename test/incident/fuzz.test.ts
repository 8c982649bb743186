import fc from 'fast-check'
import t, { type Test } from 'tap'
import { packOf } from '../../server/drift/pack.ts'
import { ConfigError } from '../../server/errors.ts'
import { readPapers } from '../../server/incident/papers.ts'
import { toStory } from '../../server/incident/story.ts'
import { readHar } from '../../server/record/har.ts'
import { scenarioViolations } from '../../server/scenario/check.ts'
import { seed, shareOf } from '../share.ts'
import { har } from './har.ts'
import { foundIn, papers } from './person.ts'

/** Whatever the papers of an incident look like: a story that can be played, without the buyer, or words. */

const isRefused = (text: string): boolean => {
  try {
    const { scenario } = toStory(readPapers('papers', text))
    if (scenarioViolations(scenario).length > 0) throw new Error('the story cannot be played')
    if (foundIn(JSON.stringify(scenario)).length > 0) throw new Error('the buyer is in the story')
    return false
  } catch (error) {
    if (error instanceof ConfigError) return true
    throw error
  }
}

const numRuns = shareOf(2_000, 150)

/** A search that met no story has shown nothing. */
const tellStories = (t: Test, text: fc.Arbitrary<string>) => {
  let stories = 0
  fc.assert(
    fc.property(text, (one) => {
      if (!isRefused(one)) stories += 1
    }),
    { seed, numRuns },
  )
  t.ok(stories > numRuns / 10, `${stories} stories of ${numRuns} papers`)
}

t.test('a HAR with anything in it', async (t) => tellStories(t, har))

const cut = fc.tuple(fc.nat(), fc.nat(400), fc.constantFrom('', '"', ';', '{', '\n', '\u0000', '['))

for (const [what, whole] of Object.entries(papers)) {
  t.test(`${what}, cut and glued`, async (t) => {
    const damaged = fc.array(cut, { maxLength: 2 }).map((cuts) =>
      cuts.reduce((left, [at, length, put]) => {
        const from = at % (left.length + 1)
        return left.slice(0, from) + put + left.slice(from + length)
      }, whole),
    )
    tellStories(t, damaged)
  })
}

t.test('a pack made of whatever HAR holds no buyer', async (t) => {
  let exchanges = 0
  await fc.assert(
    fc.asyncProperty(har, async (text) => {
      const { recordings } = await readHar('a HAR', JSON.parse(text))
      const saw = { saw: 'it', rule: 'page allows three attempts', holds: true } as const
      // All of them are asked for, whether they show something or not.
      const sightings = recordings.map(({ number }) => ({ exchange: number, ...saw }))
      const pack = packOf({ sightings, recordings }, '2026-03-02')
      exchanges += pack.exchanges.length
      const found = foundIn(JSON.stringify(pack))
      if (found.length > 0) throw new Error(`${found.join(', ')} in ${JSON.stringify(pack)}`)
    }),
    { seed, numRuns },
  )
  t.ok(exchanges > numRuns / 10, `${exchanges} exchanges of ${numRuns} archives`)
})
