import { rmSync } from 'node:fs'
import { lstat, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '../../contracts/time.ts'
import type { CaseResult } from '../certify/case.ts'
import { certify } from '../certify/certify.ts'
import type { Description } from '../certify/load.ts'
import { ConfigError, NoVerdict, Unreachable, UsageError } from '../errors.ts'
import { version } from '../version.ts'
import { commitOf, git, hashOf } from './git.ts'

export interface ProofOptions {
  ref: string
  only: string[]
  at: Instant
  seed: string
  own: string[]
}

interface Outcome {
  outcome: CaseResult['outcome']
  reason: string
}

export interface Proven {
  name: string
  promise: string
  before: Outcome
  now: Outcome
  proved: boolean
}

/** What somebody who was not there may read: it failed then, it passes now. */
export interface Receipt {
  receipt: 1
  proved: boolean
  at: string
  version: string
  merchant: string
  before: { ref: string; commit: string }
  now: { commit: string; changed: string[] }
  cases: Proven[]
}

// What a checkout lacks, because it is installed and not committed.
const installed = ['node_modules', 'vendor', '.venv', 'venv']

/** The promise then, at a commit, and now, in the folder. Throws NoVerdict when the old shop does not start. */
export const prove = async (description: Description, options: ProofOptions): Promise<Receipt> => {
  const { ref, only, at } = options
  const { folder, start } = description
  if (start === undefined)
    throw new UsageError(
      '--prove starts the shop as it was: certify.yaml needs start, the command that starts it',
    )
  const here = await commitOf(folder)
  if (!here)
    throw new ConfigError(
      `${folder} is in no git repository with a commit: --prove has nothing to go back to`,
    )
  const commit = await hashOf(folder, ref)
  const old = await openWorktree(here.top, commit)
  let before: CaseResult[]
  try {
    for (const place of new Set([here.top, folder]))
      await linkInstalled(place, join(old.folder, within(here.top, place)))
    before = await judged({ ...description, folder: join(old.folder, here.inside) }, options, 'then')
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    throw new NoVerdict(`the shop as it was at ${ref} does not start, so nothing is proven: ${error.message}`)
  } finally {
    await old.close()
  }
  const now = await judged(description, options, 'now')
  const cases = before.map((one) =>
    proven(
      one,
      now.find(({ name }) => name === one.name),
    ),
  )
  if (
    cases.some((one) =>
      [one.before, one.now].some(({ outcome }) => outcome === 'unproven' || outcome === 'skipped'),
    )
  )
    throw new NoVerdict(
      `nobody can see it: ${cases.map((one) => one.before.reason || one.now.reason).join('; ')}`,
    )
  return {
    ...{ receipt: 1, proved: cases.length > 0 && cases.every(({ proved }) => proved) },
    ...{ at: new Date(at).toISOString(), version, merchant: description.name ?? start },
    before: { ref, commit },
    now: { commit: here.hash, changed: here.changed },
    cases: cases.length > 0 ? cases : only.map(notTried),
  }
}

const within = (top: string, place: string) => (place.startsWith(top) ? place.slice(top.length) : '')

const notTried = (name: string): Proven => ({
  ...{ name, promise: '', proved: false },
  ...{ before: { outcome: 'skipped', reason: '' }, now: { outcome: 'skipped', reason: '' } },
})

const judged = async (description: Description, { only, at, seed, own }: ProofOptions, when: string) =>
  (await certify(description, { only, at, own, seed: `${seed}-${when}`, sandboxPort: 0 })).cases

const proven = (before: CaseResult, now: CaseResult | undefined): Proven => ({
  name: before.name,
  promise: before.promise,
  before: { outcome: before.outcome, reason: before.reason ?? '' },
  now: { outcome: now?.outcome ?? 'skipped', reason: now?.reason ?? '' },
  proved: before.outcome === 'failed' && now?.outcome === 'passed',
})

/** The repository at a commit, beside the one that is worked in; nothing of it is left afterwards. */
const openWorktree = async (top: string, commit: string) => {
  const place = join(await realpath(await mkdtemp(join(tmpdir(), 'epay-prove-'))), 'then')
  const made = await git(top, 'worktree', 'add', '--detach', '-q', place, commit)
  if (made === undefined) throw new ConfigError(`git cannot check out ${commit.slice(0, 12)} beside ${top}`)
  // Interrupted, it leaves no files; what git remembers of them it forgets by itself.
  const clear = () => rmSync(join(place, '..'), { recursive: true, force: true })
  process.once('exit', clear)
  return {
    folder: place,
    async close() {
      process.off('exit', clear)
      await git(top, 'worktree', 'remove', '--force', place)
      await rm(join(place, '..'), { recursive: true, force: true })
    },
  }
}

const isThere = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )

const linkInstalled = async (from: string, to: string) => {
  for (const name of installed)
    if ((await isThere(join(from, name))) && !(await isThere(join(to, name))))
      await symlink(join(from, name), join(to, name))
}

const words = {
  passed: 'passes',
  failed: 'fails',
  unproven: 'is not proven',
  skipped: 'was not tried',
} as const

const outcomeText = (when: string, { outcome, reason }: Outcome) =>
  `    ${when} it ${words[outcome]}${reason ? `: ${reason}` : ''}`

export const receiptText = ({ proved, before, now, cases }: Receipt): string => {
  const on =
    now.changed.length > 0
      ? `${now.commit.slice(0, 12)} with ${now.changed.length} changed files`
      : now.commit.slice(0, 12)
  return [
    ...cases.flatMap((one) => [
      `${one.proved ? '✓' : '✗'} ${one.name}: ${one.promise}`,
      outcomeText(`at ${before.ref} (${before.commit.slice(0, 12)})`, one.before),
      outcomeText(`now (${on})`, one.now),
    ]),
    proved ? 'PROVED  it failed then and passes now' : 'NOT PROVED',
  ].join('\n')
}
