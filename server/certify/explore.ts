import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Asked } from './asked.ts'
import { takeFirstOrder } from './certify.ts'
import { type Event, eventNames, isPossible, sequences } from './interleaving.ts'
import type { Description } from './load.ts'
import { openTestBed } from './open.ts'
import { type Played, playEvents } from './play-events.ts'
import { painter } from './report/paint.ts'
import type { TestBed } from './test-bed.ts'

const defaultFile = 'certify-interleaving.yaml'

/** All orders of events up to a length, shortest first, until one goes wrong; or the one of a saved file. */
export const exploreAndTell = async (description: Description, asked: Asked): Promise<number> => {
  const given = asked.explore
  const chosen = typeof given === 'string' && !/^\d+$/.test(given) ? [await readSaved(given)] : undefined
  const { close, ...bed } = await openTestBed(description, asked)
  try {
    const { backLink } = await takeFirstOrder(bed)
    if (!bed.merchant.can.probe) {
      asked.say('NOT PROVEN  without a probe nobody sees what an order of events does to the order')
      return 5
    }
    const bound = typeof given === 'string' && !chosen ? Number(given) : eventNames.length
    return await explore(
      bed,
      chosen ?? possible(bound, { poll: bed.merchant.can.reconcile, return: backLink !== '' }),
      asked,
    )
  } finally {
    await close()
  }
}

const possible = (bound: number, can: Parameters<typeof isPossible>[1]): Event[][] =>
  sequences(bound).filter((events) => isPossible(events, can))

const explore = async (bed: TestBed, all: Event[][], asked: Asked): Promise<number> => {
  const paint = painter(asked.color)
  for (const events of all) {
    await bed.merchant.revive()
    const played = await playEvents(bed, events)
    await bed.bank.clearRules()
    if (played.wrong) {
      const path = asked.output ?? defaultFile
      await saveBad(path, played, asked)
      asked.say(`${paint('red', '✗')} ${events.join(' → ')}`)
      asked.say(`    ${played.wrong}`)
      for (const { event, told } of played.seen) asked.say(paint('dim', `    · ${event}: ${told}`))
      asked.say(`    saved as ${path}; play it again with --explore ${path}`)
      asked.say(
        `${paint('red', 'FAILED')}  the shortest order of events that goes wrong has ${events.length}`,
      )
      return 1
    }
  }
  asked.say(`${paint('green', 'CERTIFIED')}  ${all.length} orders of events, none goes wrong`)
  return 0
}

const saveBad = async (path: string, { events, wrong, seen }: Played, { seed }: Asked) => {
  const { stringify } = await import('yaml')
  const story = seen.map(({ event, told }) => ({ event, order: told }))
  const about = `One order, ${events.length} events: ${wrong}`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, stringify({ about, seed, events, story }, { lineWidth: 100 }))
}

const readSaved = async (path: string): Promise<Event[]> => {
  const source = await readFile(path, 'utf8').catch((error: Error) => {
    throw new ConfigError(`--explore ${path}: expected a length, or a saved file: ${error.message}`)
  })
  const { parse } = await import('yaml')
  const { events } = Object(parse(source)) as { events?: unknown }
  const known = Array.isArray(events) && events.every((event) => eventNames.includes(event as Event))
  if (known) return events as Event[]
  throw new ConfigError(`${path}: events: expected a list of ${eventNames.join(', ')}`)
}
