import type { Scenario, Step } from '../../contracts/scenario.ts'
import { type Event, type Happening, readStory, textOf } from './interleaving.ts'
import type { Played } from './play-events.ts'

const minuteMs = 60_000
const title = 'Explored: '

/** How long after `from` the event comes, in minutes; undefined when it never does. */
const laterBy = (story: Happening[], from: Event, event: Event): number | undefined => {
  const place = (one: Event) => story.findIndex((happening) => happening.includes(one))
  return place(event) < 0 ? undefined : Math.max(0, place(event) - place(from))
}

/** A postlink that comes so many events later, or never. */
const postlinkOf = (story: Happening[], from: Event, event: Event) => {
  const minutes = laterBy(story, from, event)
  if (minutes === undefined) return { lost: true }
  const again = event === 'postlink' ? laterBy(story, 'postlink', 'duplicate') : undefined
  const copies = again === undefined ? {} : { copies: 2, copyEveryMs: again * minuteMs }
  return { delayMs: minutes * minuteMs, ...copies }
}

const decline = { pay: { code: 484 } }
const lie = { code: 'ok', reason: 'success', reasonCode: 0 }

const stepsOf = (story: Happening[], event: Event): Step[] => {
  if (event === 'decline')
    return [{ rule: { then: { postlink: postlinkOf(story, event, 'failure') }, times: 1 } }, decline]
  if (event === 'forged')
    return [{ rule: { then: { postlink: { forged: true, extra: lie } }, times: 1 } }, decline]
  if (event === 'answer')
    return [
      { rule: { then: { postlink: postlinkOf(story, event, 'postlink') }, times: 1 } },
      { pay: { testCard: 'unlocked' } },
    ]
  // The buyer who returns and the job that polls both make the shop ask.
  if (event === 'return' || event === 'poll') return [{ askStatus: {} }]
  return event === 'cancel' ? [{ refund: {} }] : []
}

/** The moment to open a played story at: `workspaces fork --at`, or the dashboard. */
export const wrongMark = 'went wrong'

/** The same events as a scenario: a minute passes before each, and what the bank sends arrives in its minute. */
export const scenarioOf = ({ story, wrong = '' }: Played, seed: string): Scenario => ({
  about: `${title}${textOf(story)}. ${wrong}`,
  seed,
  clock: '2026-01-15T10:00:00+05:00',
  story: [
    { order: { amount: 1000 } },
    ...story.flatMap((happening, index): Step[] => [
      ...(index > 0 ? [{ advance: 'PT1M' }] : []),
      ...happening.flatMap((event) => stepsOf(story, event)),
    ]),
    { mark: wrongMark },
  ],
})

/** The events of a scenario that certify saved. Undefined when somebody else wrote it. */
export const readScenario = (document: unknown): Happening[] | undefined => {
  const { about } = Object(document) as { about?: unknown }
  if (typeof about !== 'string' || !about.startsWith(title)) return undefined
  return readStory(about.slice(title.length).split('.')[0] ?? '')
}
