import type { Static } from 'typebox'
import { Type } from '../../contracts/schema.ts'

const Text = Type.String({ expected: 'a text' })
const Count = Type.Number({ minimum: 0, expected: 'a number' })
const Yes = Type.Boolean({ expected: 'true or false' })

const Postlink = Type.Object({
  ...{ invoiceId: Text, kind: Text, url: Text, answer: Text, attempts: Count },
  apart: Type.Optional(Type.Array(Text)),
})

/** The `report.json` of a run, as far as it is shown. */
export const RunReportFile = Type.Object({
  report: Type.Literal(1, { expected: '1' }),
  ...{ version: Text, at: Text, dialect: Text, assumed: Type.Array(Text) },
  findings: Type.Array(
    Type.Object({
      ...{ id: Text, severity: Text, message: Text, fix: Text, where: Text, count: Count },
      provenance: Type.Object({
        ...{ level: Text, grade: Text, source: Text },
        sources: Type.Array(Type.Object({ title: Text, link: Type.String({ pattern: '^https?://' }) })),
      }),
    }),
  ),
  coverage: Type.Object({
    ...{ met: Count, of: Count, percent: Count },
    uses: Type.Array(Type.Object({ use: Text, name: Text })),
    behaviours: Type.Array(
      Type.Object({
        ...{ id: Text, use: Text, what: Text, met: Yes, count: Count, provoke: Type.Optional(Text) },
        by: Type.Array(Type.Object({ workspace: Text, mark: Type.Optional(Text) })),
      }),
    ),
  }),
  payments: Type.Array(
    Type.Object({
      ...{ workspace: Text, invoiceId: Text, currency: Text, status: Text, reason: Text },
      ...{ amount: Type.Number(), reasonCode: Type.Number() },
    }),
  ),
  ...{ undelivered: Type.Array(Postlink), paidUntold: Type.Array(Postlink) },
  ledger: Type.Object({ ok: Yes, violations: Type.Array(Type.Object({ where: Text })) }),
  hosts: Type.Array(Type.Object({ host: Text, requests: Count })),
  slowest: Type.Array(Type.Object({ call: Text, status: Count, ms: Count })),
})
type RunReportFile = Static<typeof RunReportFile>

/** What a list tells of it: what speaks against the shop, what it met, and what it never met. */
export const readRun = ({ findings, coverage, paidUntold, ledger, dialect, payments }: RunReportFile) => {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const failed = errors + paidUntold.length + ledger.violations.length
  return {
    kind: 'run',
    verdict: failed > 0 ? 'failed' : 'passed',
    subject: `${payments.length} × ${dialect}`,
    counts: { passed: coverage.met, failed, unproven: coverage.of - coverage.met, skipped: 0 },
  }
}
