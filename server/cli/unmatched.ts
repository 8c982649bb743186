import type { RuleRecord } from '../../contracts/entry.ts'
import type { Workspaces } from '../workspace/workspaces.ts'

export interface Unmatched {
  workspace: string
  rule: RuleRecord
}

/** Rules that were waited for in vain: mostly a condition that was mistyped. */
export const unmatchedRules = async (workspaces: Workspaces): Promise<Unmatched[]> => {
  const opened = await workspaces.opened()
  return opened.flatMap(({ name, emulator }) =>
    emulator
      .state()
      .rules.filter(({ matched }) => matched === 0)
      .map((rule) => ({ workspace: name, rule })),
  )
}

/** One line each, as `start` writes them when it stops. */
export const unmatchedLine = ({ workspace, rule }: Unmatched, format: 'text' | 'json'): string => {
  if (format === 'json') return JSON.stringify({ event: 'rule never matched', workspace, rule })
  const { when = {}, then } = rule
  return `epay-sandbox: rule never matched: ${JSON.stringify({ when, then })} (workspace ${workspace}, rule ${rule.id})`
}
