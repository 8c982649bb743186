import type { CaseResult } from '../case.ts'
import type { Report } from '../verdict.ts'

// https://docs.oasis-open.org/sarif/sarif/v2.1.0: what code hosts show beside the code.
const schema = 'https://json.schemastore.org/sarif-2.1.0.json'

const ruleOf = ({ name, promise, why, fix }: CaseResult) => ({
  id: name,
  shortDescription: { text: promise },
  fullDescription: { text: why },
  help: { text: fix },
})

const levels = { failed: 'error', unproven: 'note' } as const

const resultOf = ({ file, line }: Report['described'], result: CaseResult) => {
  const { name, promise, reason = '', outcome, fix, again, checks } = result
  const wrong = checks.filter(({ ok }) => ok !== true)
  const lines = wrong.map(({ what, expected, got }) => `${what}: expected ${expected}, got ${got}`)
  const found = lines.length > 0 ? lines : [reason]
  return {
    ruleId: name,
    level: levels[outcome as keyof typeof levels],
    message: { text: [promise, ...found, `How to fix it: ${fix}`, again].filter(Boolean).join('\n') },
    // Which line of the shop it is, nobody can see from outside: the finding hangs on the description of the shop.
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line } } }],
  }
}

/** Findings only: a kept promise is no result. */
export const sarifReport = ({ cases, version, described }: Report): string => {
  const driver = { name: 'epay-sandbox certify', version, rules: cases.map(ruleOf) }
  const results = cases
    .filter(({ outcome }) => outcome in levels)
    .map((result) => resultOf(described, result))
  return JSON.stringify({ $schema: schema, version: '2.1.0', runs: [{ tool: { driver }, results }] }, null, 2)
}
