import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scenario } from '../../contracts/scenario.ts'
import { journalOf } from '../client/control.ts'
import type { Target } from '../client/transport.ts'
import { CheckFailed, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { scenarioViolations } from './check.ts'
import { ownFolder, scenarioName } from './library.ts'
import { transcribe } from './transcribe.ts'

export interface Saved {
  path: string
  steps: number
  /** Things that happened and have no verb in a story. */
  leftOut: string[]
}

/** Writes down what happened in a workspace as ./scenarios/<name>.yaml. */
export const saveScenario = async (name: string, target: Target & { force?: boolean }): Promise<Saved> => {
  if (!scenarioName.test(name)) throw new UsageError(`"${name}" is no name: letters, digits, - and _ only`)
  const { scenario, leftOut } = transcribe(await journalOf(target))
  if (scenario.story.length === 0)
    throw new CheckFailed(`nothing has happened in workspace ${target.workspace}`)
  const [violation] = scenarioViolations(scenario)
  if (violation) throw new Error(`the story told wrongly: ${JSON.stringify(violation)}`)

  const path = join(ownFolder, `${name}.yaml`)
  await mkdir(ownFolder, { recursive: true })
  const text = await yamlOf(scenario, leftOut)
  await writeWhole(path, text, { isNew: !target.force }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw new UsageError(`${path} is there already: give another name, or --force`)
  })
  return { path, steps: scenario.story.length, leftOut }
}

const yamlOf = async (scenario: Scenario, leftOut: string[]) => {
  const { stringify } = await import('yaml')
  const notes = leftOut.map((line) => `# left out: ${line}\n`).join('')
  return notes + stringify(scenario, { lineWidth: 100 })
}
