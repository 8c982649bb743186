import type { RuleRecord } from '../../contracts/entry.ts'
import type { Rule } from '../../contracts/rule.ts'
import type { Step } from '../../contracts/scenario.ts'
import type { Tale } from './tale.ts'

/** A rule as it was asked for; of one that has been used in part, the rest. */
const plain = ({ when, then, times, matched }: RuleRecord): Rule => ({
  ...(when ? { when } : {}),
  then,
  ...(times === undefined ? {} : { times: times - matched }),
})

/** Rules set before anything happened open the story. */
export const ruleTold = (tale: Tale, rule: RuleRecord): Step[] => {
  if (tale.steps.length > 0) return [{ rule: plain(rule) }]
  tale.rules.push(plain(rule))
  return []
}

/** Rules have no names in a story: those that stay are set again after all of them have gone. */
export const cleared = (tale: Tale, gone: string[]): Step[] => {
  const left = tale.state.rules.filter(({ id }) => !gone.includes(id)).map(plain)
  if (tale.steps.length > 0) return [{ clearRules: {} }, ...left.map((rule) => ({ rule }))]
  tale.rules = left
  return []
}
