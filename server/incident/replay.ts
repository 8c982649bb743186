import type { Scenario } from '../../contracts/scenario.ts'
import type { Titled } from '../scenario/load.ts'
import { runScenario, type ScenarioResult } from '../scenario/run.ts'
import type { OwnShop } from './own-shop.ts'
import { shrink } from './shrink.ts'

export interface Replayed {
  result: ScenarioResult
  /** The shortest story that fails in the same way, when it failed. */
  shortest?: Scenario
}

/** Where the story failed and how; the numbers of steps change while it shrinks. */
const failuresOf = ({ steps }: ScenarioResult): string[] =>
  steps.flatMap(({ differences }) =>
    differences.map(({ where, expected }) => `${where} ${JSON.stringify(expected)}`),
  )

/** The shop makes the orders, the bank does what the story says; of a failure only what it needs is left. */
export const replayIncident = async (titled: Titled, shop: OwnShop): Promise<Replayed> => {
  const play = (scenario: Scenario) => runScenario({ ...titled, scenario }, { url: shop.bed.bank.url, shop })
  const result = await play(titled.scenario)
  if (result.ok || result.skipped) return { result }
  const wanted = new Set(failuresOf(result))
  const shortest = await shrink(titled.scenario, async (shorter) => {
    await shop.bed.merchant.revive()
    return failuresOf(await play(shorter)).some((failure) => wanted.has(failure))
  })
  return { result, shortest }
}
