import type { RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/rule.ts'
import type { Step } from '../../contracts/scenario.ts'
import type { Draft } from './draft.ts'

/** A rule as it was asked for; of one that has been used in part, the rest. */
const plain = ({ when, then, times, matched }: RuleRecord): Rule => ({
  ...(when ? { when } : {}),
  then,
  ...(times === undefined ? {} : { times: times - matched }),
})

/** Rules set before anything happened open the story. */
export const describeRule = (draft: Draft, rule: RuleRecord): Step[] => {
  if (draft.steps.length > 0) return [{ rule: plain(rule) }]
  draft.rules.push(plain(rule))
  return []
}

/** Rules have no names in a story: those that stay are set again after all of them have gone. */
export const cleared = (draft: Draft, gone: string[]): Step[] => {
  const left = draft.state.rules.filter(({ id }) => !gone.includes(id)).map(plain)
  if (draft.steps.length > 0) return [{ clearRules: {} }, ...left.map((rule) => ({ rule }))]
  draft.rules = left
  return []
}
