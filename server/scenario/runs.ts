import type { Workspaces } from '../workspace/workspaces.ts'
import type { Titled } from './load.ts'
import { planOf, type StepResult } from './play.ts'
import { runScenario, type ScenarioResult } from './run.ts'

/** A story as it is played on the server, and after. */
export interface Run {
  scenario: string
  about: string
  workspace: string
  /** What its steps are called, before the first is taken. */
  plan: string[]
  steps: StepResult[]
  result?: ScenarioResult
  /** Why it could not be played to its end. */
  trouble?: Error
  /** Resolves when it is over, however it ended. */
  over: Promise<void>
  /** Calls back with every step from now on. */
  onStep(listener: (step: StepResult) => void): void
}

export type RunState = 'playing' | 'passed' | 'failed' | 'stopped'

export const stateOf = ({ result, trouble }: Run): RunState => {
  if (trouble) return 'stopped'
  return result ? (result.ok ? 'passed' : 'failed') : 'playing'
}

export interface Runs {
  /** Plays a story on its own workspace. Answers why not when it cannot begin now. */
  start(titled: Titled, server: { url: string; token?: string }): Promise<Run | string>
  find(name: string): Run | undefined
}

/** How many stories are kept with their workspaces: the newest. */
export const kept = 12

/** Not the scenario's name alone: somebody may be using a workspace of that name. */
const workspaceOf = (title: string) => `run-${title}`.slice(0, 63)

const open = ({ title, scenario }: Titled, server: { url: string; token?: string }): Run => {
  const listeners: ((step: StepResult) => void)[] = []
  const run: Run = {
    scenario: title,
    about: scenario.about,
    workspace: workspaceOf(title),
    plan: planOf(scenario),
    steps: [],
    over: Promise.resolve(),
    onStep: (listener) => void listeners.push(listener),
  }
  const onSteps = (steps: StepResult[]) => {
    run.steps.push(...steps)
    for (const step of steps) for (const listener of listeners) listener(step)
  }
  run.over = runScenario(
    { title, scenario },
    { ...server, workspace: run.workspace, places: true, onSteps },
  ).then(
    (result) => void Object.assign(run, { result }),
    (trouble: Error) => void Object.assign(run, { trouble }),
  )
  return run
}

/** The stories played on this server. A run goes on to its end, whether or not anybody still watches. */
export const openRuns = (workspaces: Pick<Workspaces, 'remove'>): Runs => {
  // Oldest first.
  const runs = new Map<string, Run>()
  const isPlaying = (run: Run) => stateOf(run) === 'playing'

  return {
    async start(titled, server) {
      const { title } = titled
      const before = [...runs.values()].find(({ workspace }) => workspace === workspaceOf(title))
      if (before && isPlaying(before)) {
        const step = `step ${before.steps.length + 1} of ${before.plan.length}`
        const place = `GET /_sandbox/scenarios/${before.scenario}/run`
        return `${before.scenario} is being played, ${step}; wait until it is over, or watch: ${place}`
      }
      const oldest = [...runs.values()].find((run) => !isPlaying(run))
      const leaving = before ?? (runs.size < kept ? undefined : oldest)
      if (!leaving && runs.size >= kept)
        return `${kept} scenarios are being played; wait until one of them is over`
      if (leaving) runs.delete(leaving.scenario)
      const run = open(titled, server)
      runs.set(title, run)
      // A workspace of the same name is emptied by the run itself.
      if (leaving && leaving !== before) await workspaces.remove(leaving.workspace)
      return run
    },
    find: (name) => runs.get(name),
  }
}
