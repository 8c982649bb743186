import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { ConfigError, nearest } from '../errors.ts'
import { root } from '../root.ts'

/** The stories that come with the sandbox. */
export const shippedFolder = join(root, 'fixtures/scenarios')
/** What goes wrong between a bank and a shop, each with the mistake and the right way. */
const incidentsFolder = join(shippedFolder, 'incidents')
/** The user's own, where `scenario save` writes; they come first. */
export const ownFolder = 'scenarios'

const extensions = ['.yaml', '.yml', '.json']
const isScenarioFile = (name: string) => extensions.some((extension) => name.endsWith(extension))

/** What may be asked for by name alone: no path can be smuggled in. */
export const scenarioName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/

const filesIn = async (folder: string) =>
  (await readdir(folder).catch(() => []))
    .filter(isScenarioFile)
    .sort()
    .map((name) => join(folder, name))

/** Every scenario that can be run by its name, the user's own before those that come with the sandbox. */
export const scenarioFiles = async (): Promise<string[]> => [
  ...(await filesIn(ownFolder)),
  ...(await filesIn(shippedFolder)),
  ...(await filesIn(incidentsFolder)),
]

export const titleOf = (path: string): string => basename(path, extname(path))

/** The file of a scenario by its path or its name. Throws ConfigError with the nearest names. */
export const findScenario = async (nameOrPath: string): Promise<string> => {
  if (isScenarioFile(nameOrPath)) {
    if (existsSync(nameOrPath)) return nameOrPath
    throw new ConfigError(`${nameOrPath} is not there`)
  }
  const files = await scenarioFiles()
  const found = files.find((path) => titleOf(path) === nameOrPath)
  if (found) return found
  const near = nearest(nameOrPath, [...new Set(files.map(titleOf))])
  throw new ConfigError(`there is no scenario "${nameOrPath}"; near it: ${near.join(', ')}`)
}
