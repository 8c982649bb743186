import { hash } from 'node:crypto'
import type { Static } from 'typebox'
import { type Violation, violationsOf } from '../../contracts/reader.ts'
import { Type } from '../../contracts/schema.ts'
import { RunReportFile, readRun } from './published-run.ts'

const text = { expected: 'a text' }
const Text = Type.String(text)
const Maybe = Type.Optional(Text)

const sent = Type.Object({ method: Text, url: Text, body: Text })
const outcomes = ['passed', 'failed', 'unproven', 'skipped'] as const
type Outcome = (typeof outcomes)[number]

const CertifyCase = Type.Object({
  ...{ name: Text, promise: Text, why: Text, fix: Text },
  outcome: Type.Enum([...outcomes], { expected: outcomes.join(', ') }),
  ...{ reason: Maybe, before: Maybe, after: Maybe, curl: Maybe },
  steps: Type.Array(Type.Object({ did: Text, sent: Type.Optional(sent), got: Maybe })),
  checks: Type.Array(
    Type.Object({ what: Text, expected: Text, got: Text, ok: Type.Optional(Type.Boolean()) }),
  ),
})

const CodeRow = Type.Object({
  ...{ code: Type.Integer(), reason: Text, final: Type.Boolean() },
  ...{ answered: Text, declined: Text, paidLater: Text, ok: Type.Optional(Type.Boolean()) },
})

/** What the publisher adds: when it was, and how to have it again. */
const when = Type.String({
  pattern:
    '^[0-9]{4}-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?Z$',
  expected: 'an instant such as 2025-02-12T04:42:51.000Z',
})
const added = { at: Type.Optional(when), command: Type.Optional(Type.String({ maxLength: 4000, ...text })) }

/** What is said in it, in another language: `--publish` adds it for readers of the dashboard. */
const Spoken = Type.Object({ because: Maybe, cases: Type.Array(CertifyCase), codes: Type.Array(CodeRow) })

/** The JSON of `certify`, as far as it is shown. */
const CertifyReport = Type.Object({
  spoken: Type.Optional(Type.Object({ rus: Type.Optional(Spoken), kaz: Type.Optional(Spoken) })),
  verdict: Type.Enum(['certified', 'failed', 'not proven'], {
    expected: 'certified, failed or not proven',
  }),
  ...{ because: Maybe, merchant: Text, version: Text, seed: Text },
  ...{ cases: Type.Array(CertifyCase), codes: Type.Array(CodeRow), assumed: Type.Array(Text) },
  ...added,
})
type CertifyReport = Static<typeof CertifyReport>

const checkers = ['epay-sandbox verify', 'epay-sandbox drift'] as const

/** The JSON of `verify` and `drift`. */
const ChecksReport = Type.Object({
  name: Type.Enum([...checkers], { expected: checkers.join(' or ') }),
  ...{ ok: Type.Boolean(), assumed: Type.Optional(Type.Array(Text)) },
  checks: Type.Array(Type.Object({ suite: Text, title: Text, ok: Type.Boolean(), notes: Type.Array(Text) })),
  ...added,
})
type ChecksReport = Static<typeof ChecksReport>

/** A report as it is kept: what a list tells of it, and all of it. */
export interface Published {
  id: string
  kind: string
  verdict: string
  subject: string
  at: string
  command: string
  counts: Record<Outcome, number>
  report: unknown
}

const countOf = (all: Outcome[]) =>
  Object.fromEntries(
    outcomes.map((outcome) => [outcome, all.filter((one) => one === outcome).length]),
  ) as Record<Outcome, number>

const readCertify = ({ verdict, merchant, cases }: CertifyReport) => ({
  ...{ kind: 'certify', verdict, subject: merchant },
  counts: countOf(cases.map(({ outcome }) => outcome)),
})

const readChecks = ({ name, ok, checks }: ChecksReport) => ({
  kind: name.replace(/^epay-sandbox /, ''),
  verdict: ok ? 'passed' : 'failed',
  subject: [...new Set(checks.map(({ suite }) => suite))].join(', ').slice(0, 200),
  counts: countOf(checks.map((check) => (check.ok ? 'passed' : 'failed'))),
})

/** The same report has the same id wherever and whenever it is published. */
const idOf = (body: unknown) => hash('sha256', JSON.stringify(body)).slice(0, 12)

interface Kind {
  schema: Parameters<typeof violationsOf>[0]
  read(body: never): Omit<Published, 'id' | 'at' | 'command' | 'report'>
  /** What makes one, when the report does not say. */
  command?: string
}

/** By the field that only it has. */
const kinds: Record<string, Kind> = {
  cases: { schema: CertifyReport, read: readCertify },
  checks: { schema: ChecksReport, read: readChecks },
  coverage: { schema: RunReportFile, read: readRun, command: 'exec --report <folder> -- npm test' },
}

/** A report as a command prints it with `--format json` or writes it into a folder, or what is wrong with it. */
export const readPublished = (body: unknown): Published | { violations: Violation[] } => {
  const kind = Object.entries(kinds).find(([field]) => field in Object(body))?.[1]
  if (!kind) {
    const expected =
      'a report of certify, verify or drift, as --format json writes it, or the report.json of a run'
    return { violations: [{ where: 'body', got: 'neither cases nor checks nor coverage', expected }] }
  }
  const violations = violationsOf(kind.schema, body)
  if (violations.length > 0) return { violations: violations.slice(0, 20) }
  const { at = '', command = '' } = body as { at?: string; command?: string }
  const read = kind.read(body as never)
  const again = command || `npx epay-sandbox ${kind.command ?? read.kind}`
  return { id: idOf(body), ...read, at, command: again, report: body }
}
