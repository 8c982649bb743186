import type { Step } from '../../contracts/scenario.ts'
import { verbsOf } from './check.ts'

const needsToken = new Set(['openPage', 'pay', 'chargeSavedCard'])

/** Drops what the next step does by itself: the first token of an order, and the page before the first card. */
export const withoutImplied = (steps: Step[]): Step[] =>
  steps.filter((step, i) => {
    const [verb] = verbsOf(step)
    const [next = ''] = verbsOf(steps[i + 1] ?? {})
    const [before] = verbsOf(steps[i - 1] ?? {})
    if (verb === 'token') return !(before === 'order' && needsToken.has(next))
    return !(verb === 'openPage' && next === 'pay')
  })
