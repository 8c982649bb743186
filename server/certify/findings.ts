import type { CaseResult } from './case.ts'

/** What went wrong, once: one cause may break many promises. */
export interface Finding {
  /** The first of them shows it best. */
  cases: string[]
  cause: string
}

const isWrong = ({ outcome }: CaseResult) => outcome === 'failed' || outcome === 'unproven'

/** Order numbers, times and lengths differ from case to case; what is left is what went wrong. */
const plain = (text: string) => text.replace(/\d{6,15}/g, 'N').replace(/in \d+ ms|\(\d+ ms\)/g, '')

const keyOf = ({ outcome, reason = '', steps, stages }: CaseResult): string => {
  if (reason.startsWith('your shop crashed')) return plain(reason)
  const last = steps.findLast(({ sent }) => sent)?.got ?? ''
  return [stages ?? '', outcome, plain(reason), plain(last)].join('\n')
}

const isNeverPaid = ({ checks }: CaseResult) => {
  const [wrong] = checks.filter(({ ok }) => ok === false)
  return Boolean(wrong?.expected.startsWith('paid') && wrong.got.startsWith('unpaid'))
}

/** A shop that takes no plain payment fails wherever one is wanted; what ends with the same words has one cause. */
export const findingsOf = (results: CaseResult[]): Finding[] => {
  const groups = new Map<string, Finding>()
  for (const result of results.filter(isWrong)) {
    const root = results.find((one) => one.name === 'success-once' && one.stages === result.stages)
    const isRoot = root !== undefined && root.outcome === 'failed' && isNeverPaid(root) && isNeverPaid(result)
    const key = isRoot ? `never paid ${result.stages ?? ''}` : keyOf(result)
    const known = groups.get(key)
    if (known) known.cases.push(result.name)
    else groups.set(key, { cause: result.reason ?? '', cases: [result.name] })
  }
  return [...groups.values()]
}
