import { Type } from '../../../contracts/schema.ts'
import type { CoverageView } from '../../readings/coverage/table.ts'
import { tool } from '../tool.ts'

const most = 100

const countsOf = ({ uses, behaviours }: CoverageView) =>
  uses.map(({ use, name }) => {
    const rows = behaviours.filter((row) => row.use === use)
    return { use, name, met: rows.filter(({ met }) => met).length, of: rows.length }
  })

/** What was never met is what an agent can do something about; the rest is a figure. */
export const coverage = tool({
  name: 'coverage',
  title: 'What the tests never met',
  description:
    'How many behaviours of the bank the workspace has met, of those that belong to what the shop calls, and each ' +
    'that was never met with the command that provokes it. use names one group of them, all: true asks about every ' +
    'workspace.',
  changes: false,
  input: Type.Object(
    {
      use: Type.Optional(
        Type.String({
          minLength: 1,
          description: 'One group alone.',
          expected: 'a use such as token or page',
        }),
      ),
      all: Type.Optional(Type.Boolean({ description: 'Of every workspace together.', expected: 'true' })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: most, expected: `a whole number from 1 to ${most}` }),
      ),
    },
    { additionalProperties: false },
  ),
  async run({ session }, { use, all = false, limit = 30 }) {
    const view = await session.ask<CoverageView>('GET', `coverage${all ? '?workspaces=all' : ''}`)
    const never = view.behaviours.filter((row) => !row.met && (use === undefined || row.use === use))
    return {
      ...{ met: view.met, of: view.of, percent: view.percent, uses: countsOf(view) },
      never: never.slice(0, limit).map(({ id, what, provoke }) => ({ id, what, provoke })),
      more: Math.max(0, never.length - limit),
    }
  },
})
