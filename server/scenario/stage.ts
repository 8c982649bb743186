import type { RuleRecord } from '../../contracts/entry.ts'
import type { WorkspaceRequest } from '../../contracts/workspace.ts'
import { isRefusal } from '../core/decision.ts'
import { readClockOrder } from '../workspace/clock-order.ts'
import type { Workspaces } from '../workspace/workspaces.ts'
import { textsOf } from './check.ts'
import type { Titled } from './load.ts'

export interface Staged {
  scenario: string
  about: string
  rules: RuleRecord[]
  now: string
  /** What of the file only `scenario run` can do. */
  left: string[]
}

/** What a scenario asks of the workspace it is played in, the moment and the seed aside. */
export const settingsToStage = ({ scenario }: Titled): WorkspaceRequest => ({
  ...(scenario.cards ? { cards: String(scenario.cards) as '2025' | '2020' } : {}),
  ...(scenario.quirks ? { quirks: textsOf(scenario.quirks) } : {}),
  ...(scenario.terminals ? { terminals: scenario.terminals } : {}),
})

/** Sets the stage of a scenario in a workspace: settings, clock, and its rules in place of those there were. */
export const stageScenario = async (
  titled: Titled,
  workspaces: Workspaces,
  name: string,
): Promise<Staged> => {
  const { title, scenario } = titled
  const settings = settingsToStage(titled)
  const isSet = Object.keys(settings).length > 0
  const { emulator, timekeeper } = await (isSet ? workspaces.configure(name, settings) : workspaces.get(name))
  if (scenario.clock !== undefined) {
    const order = readClockOrder({ set: scenario.clock }, emulator.now())
    if (!('violations' in order)) await timekeeper.follow(order)
  }
  await emulator.execute({ kind: 'clear rules' })
  const rules: RuleRecord[] = []
  for (const rule of scenario.rules ?? []) {
    const added = await emulator.execute({ kind: 'add rule', rule })
    if (!isRefusal(added)) rules.push(added)
  }
  const now = new Date(emulator.now()).toISOString()
  const left = ['story', ...(scenario.seed === undefined ? [] : ['seed'])]
  return { scenario: title, about: scenario.about, rules, now, left }
}
