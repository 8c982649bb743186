import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConfigError, UsageError } from '../errors.ts'
import { writeWhole } from '../files/whole-file.ts'
import { parseYaml, readWritten } from '../files/written-yaml.ts'
import type { Asked } from './asked.ts'
import { calibrate } from './calibrate.ts'
import { type Explored, exploreReport } from './explore-report.ts'
import { readScenario, scenarioOf } from './explored-scenario.ts'
import { eventNames, type Happening, stories } from './interleaving.ts'
import type { Description } from './load.ts'
import { openTestBed } from './open.ts'
import { type Played, playEvents } from './play-events.ts'
import { sideBySide } from './side-by-side.ts'
import type { TestBed } from './test-bed.ts'

const defaultFile = 'certify-interleaving.yaml'
const defaultLength = 4
const longest = eventNames.length

/** All orders of events up to a length until one goes wrong, or the one of a saved file. Answers the exit code. */
export const exploreAndTell = async (description: Description, asked: Asked): Promise<number> => {
  const given = asked.explore
  const saved = typeof given === 'string' && !/^-?\d+$/.test(given) ? await readSaved(given) : undefined
  const length = typeof given === 'string' && !saved ? lengthOf(given) : defaultLength
  const { stages } = asked
  if (stages === 'both') throw new UsageError('--explore takes one kind of terminal: --stages one or two')
  const { close, ...bed } = await openTestBed(description, { ...asked, stages })
  try {
    const explored = await explore(bed, saved, length)
    const path = explored.worst && (await saveWorst(explored.worst, asked))
    await exploreReport(explored, asked, path)
    if (explored.because) return 5
    return explored.worst ? 1 : 0
  } finally {
    await close()
  }
}

const lengthOf = (given: string): number => {
  const length = Number(given)
  if (length >= 1 && length <= longest) return length
  throw new UsageError(`--explore ${given}: expected a length from 1 to ${longest}, or a saved file`)
}

const explore = async (bed: TestBed, saved: Happening[] | undefined, length: number): Promise<Explored> => {
  const { merchant } = bed
  if (!merchant.can.probe)
    return {
      tried: 0,
      length,
      because: 'without a probe nobody sees what an order of events does to the order',
    }
  await calibrate(bed)
  const { backLink } = await merchant.createOrder()
  const can = { poll: merchant.can.reconcile, return: backLink !== '' }
  // A wrong beginning is found by any story that begins so: short ones first, then the whole length at once.
  const rounds = saved ? [[saved]] : [Math.min(2, length), length].map((each) => stories(each, can))
  let tried = 0
  for (const round of rounds) {
    const played = await playAll(bed, round)
    tried += played.length
    const unseen = played.find((one) => one.unseen)?.unseen
    const worst = shortest(played)
    if (worst || unseen) return { tried, length, ...(worst ? { worst } : { because: unseen }) }
  }
  return { tried, length }
}

const playAll = (bed: TestBed, round: Happening[][]): Promise<Played[]> => {
  const found: Played[] = []
  const isEnough = () => found.some(({ story }) => story.length === 1) || found.length >= 20
  const play = async (story: Happening[]) => {
    await bed.merchant.revive()
    const played = await playEvents(bed, story)
    if (played.wrong) found.push(played)
    return played
  }
  return sideBySide(round, bed.pace.width(), play, isEnough)
}

const shortest = (played: Played[]): Played | undefined =>
  played.filter(({ wrong }) => wrong).sort((a, b) => a.story.length - b.story.length)[0]

const saveWorst = async (worst: Played, { seed, exploreFile = defaultFile }: Asked): Promise<string> => {
  const { stringify } = await import('yaml')
  await mkdir(dirname(exploreFile), { recursive: true })
  await writeWhole(exploreFile, stringify(scenarioOf(worst, seed), { lineWidth: 100 }))
  return exploreFile
}

const readSaved = async (path: string): Promise<Happening[]> => {
  const words = `--explore ${path}: expected a length, or a saved file`
  const { value } = await parseYaml(await readWritten(path, words), path)
  const story = readScenario(value)
  if (story) return story
  throw new ConfigError(
    `${path}: expected a scenario that certify --explore saved: about: Explored: answer → …`,
  )
}
