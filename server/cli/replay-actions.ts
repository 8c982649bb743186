import { readFile } from 'node:fs/promises'
import { stringify } from 'yaml'
import type { Scenario } from '../../contracts/scenario.ts'
import { CheckFailed, ConfigError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { readPapers } from '../incident/papers.ts'
import { replayIncident } from '../incident/replay.ts'
import { toStory } from '../incident/story.ts'
import { loadScenario } from '../scenario/load.ts'
import { report } from '../scenario/report.ts'
import { withShop } from './own-shop.ts'
import { say } from './table.ts'
import { show, tell } from './terminal.ts'

const save = async (file: string, text: string) => {
  await writeWhole(file, text).catch((error: Error) => {
    throw new ConfigError(`${file} cannot be written: ${error.message}`)
  })
}

const yamlOf = (scenario: Scenario) => stringify(scenario, { lineWidth: 0 })

export const importIncident = async (file: string, { out, keep }: { out?: string; keep?: boolean }) => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigError(`${file} cannot be read: ${error.message}`)
  })
  const { scenario, left } = toStory(readPapers(file, text), { keep: keep === true })
  if (out === undefined) show(yamlOf(scenario))
  else {
    await save(out, yamlOf(scenario))
    say(
      `${out}: ${scenario.story.length} steps; play it with epay-sandbox replay run ${out} --config certify.yaml`,
    )
  }
  for (const line of left) tell(`left out: ${line}\n`)
}

export const runIncident = async (file: string, { config, out }: { config: string; out?: string }) => {
  const titled = await loadScenario(file)
  const { result, shortest } = await withShop(config, (shop) => replayIncident(titled, shop))
  say(report('text', [result]))
  if (!shortest) return
  if (out) await save(out, yamlOf(shortest))
  say(`\nThe shortest story that fails so${out ? `, in ${out}` : ''}:\n\n${yamlOf(shortest)}`)
  throw new CheckFailed('your shop fails as it did in the incident')
}
