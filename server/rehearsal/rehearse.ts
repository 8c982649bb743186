import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Instant } from '../../contracts/time.ts'
import type { CaseResult } from '../certify/case.ts'
import { certify } from '../certify/certify.ts'
import { fastCases } from '../certify/fast.ts'
import type { Description } from '../certify/load.ts'
import type { TestBed } from '../certify/test-bed.ts'
import type { Report as Certificate } from '../certify/verdict.ts'
import { call } from '../client/control.ts'
import { findDrift } from '../drift/drift.ts'
import type { CoverageView } from '../readings/coverage/table.ts'
import type { Check } from '../report/check.ts'
import { verifyBank } from '../verify/bank.ts'
import { verifyMerchant } from '../verify/merchant.ts'
import { readPacts } from '../verify/pact-file.ts'
import { version } from '../version.ts'
import { type Commit, commitOf } from './git.ts'
import { lintShop } from './lint/lint.ts'
import { leftOut, type Part, partOf, tried } from './part.ts'

export interface RehearsalOptions {
  at: Instant
  seed: string
  own: string[]
  sandboxPort: number
  /** Folders and files of the shop's own pacts. */
  pacts?: string[]
  /** Where the shop makes the orders of our pact's examples; {port} is filled in. */
  providerStatesUrl?: string
  recordings?: string[]
  minCoverage?: number
  fast?: boolean
  only?: string[]
  skip?: string[]
  /** Paths that are not the shop's: where the report goes. */
  except?: string[]
  note?(line: string): void
}

export type RehearsalVerdict = 'passed' | 'failed' | 'not proven'

export interface Rehearsal {
  rehearsal: 1
  verdict: RehearsalVerdict
  at: string
  version: string
  merchant: string
  /** First of all: what no paper of the bank says. */
  assumed: string[]
  parts: Part[]
  coverage?: CoverageView
  commit?: Pick<Commit, 'hash' | 'changed'>
  config: { file: string; sha256: string }
}

export const exitCodes: Record<RehearsalVerdict, number> = { passed: 0, failed: 1, 'not proven': 5 }

/** Everything the sandbox can say of a shop before it goes to the bank, in one verdict. */
export const rehearse = async (description: Description, options: RehearsalOptions): Promise<Rehearsal> => {
  const { folder, file = 'certify.yaml' } = description
  const { note = () => {} } = options
  note('configuration')
  const lint = partOf('configuration', await lintShop(folder), 'rules')
  note('certify')
  const { certificate, seen } = await certifyAndLook(description, options)
  note('pacts and recordings')
  const pacts = await ownPacts(options)
  const drift = await driftIn(options)
  const commit = await commitOf(folder, options.except)
  const parts = [toPart(certificate), seen.findings, seen.coverage, pacts.part, seen.postlinks, drift, lint]
  const config = await readFile(file, 'utf8').catch(() => '')
  return {
    rehearsal: 1,
    verdict: verdictOf(parts),
    at: new Date(options.at).toISOString(),
    version,
    merchant: certificate.merchant,
    assumed: [...new Set([...certificate.assumed, ...pacts.assumed])].sort(),
    parts,
    coverage: seen.view,
    ...(commit ? { commit: { hash: commit.hash, changed: commit.changed } } : {}),
    config: { file, sha256: createHash('sha256').update(config).digest('hex') },
  }
}

const verdictOf = (parts: Part[]): RehearsalVerdict =>
  parts.some(({ verdict }) => verdict === 'failed')
    ? 'failed'
    : parts.some(({ verdict }) => verdict === 'not proven')
      ? 'not proven'
      : 'passed'

interface Seen {
  findings: Part
  coverage: Part
  postlinks: Part
  view: CoverageView
}

/** What the sandbox of certify saw of the shop is read before it goes. */
const certifyAndLook = async (description: Description, options: RehearsalOptions) => {
  const { only, skip, fast, at, seed, own, sandboxPort } = options
  let seen: Seen | undefined
  const certificate = await certify(description, {
    ...{ at, seed, own, sandboxPort },
    ...((only ?? (fast ? fastCases : undefined)) ? { only: only ?? fastCases } : {}),
    ...(skip ? { skip } : {}),
    async beforeClose(_, bed) {
      seen = await look(bed, options)
    },
  })
  if (!seen) throw new Error('certify ended without a look at its sandbox')
  return { certificate, seen }
}

const look = async (bed: TestBed, options: RehearsalOptions): Promise<Seen> => {
  const target = { url: bed.bank.url }
  const [{ findings }, view] = await Promise.all([
    call<{ findings: Found[] }>(target, 'GET', 'findings'),
    call<CoverageView>(target, 'GET', 'coverage'),
  ])
  return {
    findings: foundPart(findings),
    coverage: coveredPart(view, options.minCoverage),
    postlinks: await ourPostlinks(bed, options),
    view,
  }
}

interface Found {
  id: string
  severity: string
  message: string
  fix: string
  count: number
}

/** A warning is shown and passes: some documents ask for it and some do not. */
const foundPart = (findings: Found[]): Part => {
  const checks = findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ id, severity, message, fix }): Check => {
      const ok = severity !== 'error'
      return { suite: 'findings', title: id, ok, notes: [message, `fix: ${fix}`] }
    })
  return checks.length > 0
    ? partOf('findings', checks, 'kinds of breaches')
    : { name: 'findings', verdict: 'passed', summary: 'no request broke the contract', checks }
}

const coveredPart = ({ met, of, percent }: CoverageView, least = 0): Part => {
  const ok = percent >= least
  const summary = `exercised ${met} of ${of} behaviours of what you use (${percent} %)`
  const notes = ok ? [] : [`less than the ${least} % of --min-coverage`]
  return {
    name: 'coverage',
    verdict: ok ? 'passed' : 'failed',
    summary,
    checks: [{ suite: 'coverage', title: summary, ok, notes }],
  }
}

/** Where the last payment was announced: most shops name the address in the token request alone. */
const addressIn = ({ bank }: TestBed): string | undefined =>
  bank
    .transactions()
    .map((one) => bank.postlinkOf(one)?.url)
    .findLast(Boolean)

const ourPostlinks = (bed: TestBed, { providerStatesUrl, pacts, own }: RehearsalOptions): Promise<Part> => {
  const name = "the bank's postlinks, by its pact"
  const url = bed.merchant.postlinkUrl ?? addressIn(bed)
  if (!pacts) return Promise.resolve(leftOut(name, 'no --pacts'))
  if (!providerStatesUrl || !url)
    return Promise.resolve(
      leftOut(name, 'no --provider-states-url: the shop cannot make the orders of its examples'),
    )
  const statesUrl = providerStatesUrl.replaceAll('{port}', String(bed.merchant.port))
  const sandbox = { url: bed.bank.url }
  return tried(name, async () =>
    partOf(name, await verifyMerchant({ url, statesUrl, sandbox, own }), 'interactions'),
  )
}

const ownPacts = async ({ pacts }: RehearsalOptions): Promise<{ part: Part; assumed: string[] }> => {
  const name = "the shop's pacts"
  if (!pacts) return { part: leftOut(name, 'no --pacts'), assumed: [] }
  let assumed: string[] = []
  const part = await tried(name, async () => {
    const verdict = await verifyBank(await readPacts(pacts))
    assumed = verdict.assumed
    return partOf(name, verdict.checks, 'interactions')
  })
  return { part, assumed }
}

const driftIn = async ({ recordings }: RehearsalOptions): Promise<Part> =>
  recordings
    ? partOf('recordings', await findDrift(recordings, 'observed'), 'recorded calls')
    : leftOut('recordings', 'no --recordings')

const toCheck = ({ name, promise, outcome, reason = '', fix }: CaseResult): Check => {
  const ok = outcome === 'passed' || outcome === 'skipped'
  return { suite: 'certify', title: `${name}: ${promise}`, ok, notes: ok ? [] : [reason, `fix: ${fix}`] }
}

const toPart = ({ verdict, because, counts, cases }: Certificate): Part => {
  const { passed, failed, unproven, skipped } = counts
  const summary =
    because ?? `${passed} promises kept, ${failed} broken, ${unproven} not proven, ${skipped} not tried`
  const judged = verdict === 'certified' ? 'passed' : verdict
  return { name: 'certify', verdict: judged, summary, checks: cases.map(toCheck) }
}
