import { nameViolations } from '../../contracts/mark.ts'
import { chooseQuirks } from '../../contracts/quirk.ts'
import { type Violation, violationsOf } from '../../contracts/reader.ts'
import { ruleViolations } from '../../contracts/rule.ts'
import { forcibleCodes } from '../../contracts/sandbox-card.ts'
import { Scenario, type Step, verbNames } from '../../contracts/scenario.ts'
import { readClockOrder } from '../workspace/clock-order.ts'

/** Everything that is wrong with a scenario: its shape first, then what no schema can say. */
export const scenarioViolations = (raw: unknown): Violation[] => {
  const violations = violationsOf(Scenario, raw)
  return violations.length > 0 ? violations : senseViolations(raw as Scenario)
}

export type Verb = (typeof verbNames)[number] | 'parallel'

/** The verbs a step has; a good one has one, or none and only expects. */
export const verbsOf = (step: Step): Verb[] =>
  [...verbNames, 'parallel' as const].filter((verb) => step[verb] !== undefined)

const senseViolations = (scenario: Scenario): Violation[] => [
  ...quirkViolations(scenario.quirks),
  ...(scenario.clock === undefined ? [] : under('clock', clockViolations({ set: scenario.clock }), 'set')),
  ...(scenario.rules ?? []).flatMap((rule, i) => inside(`rules.${i}`, ruleViolations(rule))),
  ...scenario.story.flatMap((step, i) => stepViolations(step, `story.${i}`)),
]

const inside = (place: string, violations: Violation[]): Violation[] =>
  violations.map((violation) => ({ ...violation, where: `${place}.${violation.where}` }))

/** A violation of one field, told under another name. */
const under = (name: string, violations: Violation[], was: string): Violation[] =>
  violations.map((violation) => ({ ...violation, where: violation.where === was ? name : violation.where }))

const quirkViolations = (quirks: Scenario['quirks']): Violation[] => {
  try {
    chooseQuirks('documented', textsOf(quirks))
    return []
  } catch (error) {
    return [{ where: 'quirks', got: JSON.stringify(quirks), expected: (error as Error).message }]
  }
}

/** YAML reads 1200 as a number where the setting is a text. */
export const textsOf = (values: Record<string, string | number> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

const clockViolations = (order: { advance?: string; set?: string }): Violation[] => {
  const read = readClockOrder(order, 0)
  return 'violations' in read ? read.violations : []
}

const stepViolations = (step: Step, place: string): Violation[] => {
  const verbs = verbsOf(step)
  if (verbs.length > 1) return [{ where: place, got: verbs.join(' and '), expected: 'one verb a step' }]
  if (verbs.length === 0 && !step.expect)
    return [{ where: place, got: 'nothing', expected: 'a verb, or expect' }]
  const { advance, set, rule, pay, chargeSavedCard, parallel, mark } = step
  return [
    ...(mark === undefined ? [] : under(`${place}.mark`, nameViolations({ name: mark }), 'name')),
    ...(advance === undefined ? [] : inside(place, clockViolations({ advance }))),
    ...(set === undefined ? [] : inside(place, clockViolations({ set }))),
    ...(rule ? inside(`${place}.rule`, ruleViolations(rule)) : []),
    ...(pay ? oneOf(pay, ['testCard', 'code', 'card'], `${place}.pay`) : []),
    ...(chargeSavedCard
      ? oneOf(chargeSavedCard, ['savedBy', 'code', 'cardId'], `${place}.chargeSavedCard`)
      : []),
    ...(parallel ?? []).flatMap((single, i) => stepViolations(single, `${place}.parallel.${i}`)),
  ]
}

const oneOf = <T extends { code?: number }>(
  value: T,
  names: (keyof T & string)[],
  where: string,
): Violation[] => {
  const given = names.filter((name) => value[name] !== undefined)
  if (given.length > 1) return [{ where, got: given.join(' and '), expected: `one of ${names.join(', ')}` }]
  if (value.code === undefined || forcibleCodes.includes(value.code)) return []
  return [{ where: `${where}.code`, got: String(value.code), expected: 'a code of epay-sandbox codes' }]
}
