import { Type } from '../../../contracts/schema.ts'
import type { CaseResult } from '../../certify/case.ts'
import type { Report } from '../../certify/verdict.ts'
import { tool } from '../tool.ts'

/** What an agent needs to fix it: the promise, what was seen, why it matters, how to repeat it. */
const caseFacts = ({ name, outcome, promise, reason, why, fix, before, after, curl }: CaseResult) =>
  outcome === 'passed' || outcome === 'skipped'
    ? { name, outcome }
    : { name, outcome, promise, reason, before, after, why, fix, curl }

const verdictOf = ({ verdict, because, counts, merchant, cases }: Report) => ({
  verdict,
  because,
  counts,
  merchant,
  cases: cases
    .toSorted((a, b) => Number(a.outcome === 'passed') - Number(b.outcome === 'passed'))
    .map(caseFacts),
})

export const certify = tool({
  name: 'certify',
  title: 'Certify a shop',
  description:
    'Starts the shop that a certify.yaml describes against a sandbox of its own, puts its postlink handler to the ' +
    'test, and answers the verdict with what went wrong, why it matters and how to fix it. Some ten seconds whole; ' +
    'only names single cases.',
  changes: true,
  input: Type.Object(
    {
      config: Type.Optional(Type.String({ description: 'The path of certify.yaml.', expected: 'a path' })),
      only: Type.Optional(Type.Array(Type.String(), { description: 'These cases alone.', maxItems: 100 })),
    },
    { additionalProperties: false },
  ),
  async run({ now }, { config, only }) {
    // Loaded here: most sessions never ask.
    const [{ describeMerchant }, { certify }] = await Promise.all([
      import('../../certify/load.ts'),
      import('../../certify/certify.ts'),
    ])
    const description = await describeMerchant(config, {})
    const options = { seed: 'certify', at: now(), own: [], sandboxPort: description.start ? 0 : 3729 }
    return verdictOf(await certify(description, { ...options, ...(only ? { only } : {}) }))
  },
})
