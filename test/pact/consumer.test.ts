import t from 'tap'
import { operations } from '../../contracts/operations.ts'
import { violationsOf } from '../../contracts/reader.ts'
import { canonicalPact, interactions } from './canonical.ts'
import { readPublished } from './normal.ts'

process.env.PACT_DO_NOT_TRACK = 'true'

interface Pact {
  interactions: {
    description: string
    response: { status: number; body?: { content: unknown } }
  }[]
}

t.test('the canonical merchant asks every operation of the bank', async (t) => {
  const asked = new Set(interactions.map(({ operation }) => operation))
  t.strictSame([...asked].sort(), Object.keys(operations).sort())
})

t.test(
  'the merchant and a mock of the bank agree, and the published pact is what they agreed on',
  async (t) => {
    const [agreed, published] = [await canonicalPact(), await readPublished('canonical')]
    t.strictSame(agreed, published, 'when the change is meant: npm run publish:pacts')
  },
)

t.test('every answer of the published pact keeps the schema of its operation', async (t) => {
  const { interactions: published } = (await readPublished('canonical')) as Pact
  t.equal(published.length, interactions.length)
  for (const { description, response } of published) {
    const { operation } = interactions.find((one) => one.description === description) ?? {}
    if (!operation || !response.body) continue
    const { answer, refusal } = operations[operation]
    t.strictSame(
      violationsOf(response.status < 400 ? answer : refusal, response.body.content),
      [],
      description,
    )
  }
})
