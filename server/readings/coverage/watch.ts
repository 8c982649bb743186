import type { Rule } from '../../../contracts/rule.ts'
import type { Workspaces } from '../../workspace/workspaces.ts'
import { noteEntries } from './entries.ts'
import type { CoverageTable } from './table.ts'

// Rules that were used up long ago change nothing any more.
const mostRules = 1_000

/** Rules by id as they were added: the state forgets one that has been used up. */
const rulesByWorkspace = () => {
  const known = new WeakMap<object, Map<string, Rule>>()
  return (emulator: object, inForce: readonly (Rule & { id: string })[]) => {
    const rules = known.get(emulator) ?? new Map(inForce.map((rule) => [rule.id, rule]))
    known.set(emulator, rules)
    const [oldest] = rules.keys()
    if (rules.size > mostRules && oldest !== undefined) rules.delete(oldest)
    return rules
  }
}

/** From now on the table counts what happens in any workspace. */
export const watchEntries = (table: CoverageTable, workspaces: Workspaces): void => {
  const rulesOf = rulesByWorkspace()
  workspaces.onEntries(({ name, emulator }, entries) => {
    const state = emulator.state()
    noteEntries({ room: table.of(name), state, rules: rulesOf(emulator, state.rules) }, entries)
  })
}
