import type { Scenario, Step, Verb } from '../../contracts/scenario.ts'
import type { Expectation } from '../../contracts/scenario-expectation.ts'
import { settle } from '../client/control.ts'
import { CheckFailed, UsageError } from '../errors.ts'
import type { Answer } from './answer.ts'
import { verbsOf } from './check.ts'
import { type Difference, differences, unforeseen } from './difference.ts'
import type { Session } from './session.ts'
import { inWordsOfTheStory, refusedPostlinks } from './shop.ts'
import { players } from './steps.ts'
import { seenBy } from './view.ts'

export interface StepResult {
  title: string
  ok: boolean
  expected: Expectation
  got: Record<string, unknown>
  differences: Difference[]
  /** The last entry of the journal when it was over, where that was asked for. */
  seq?: number
}

/** Steps at once are judged when all of them are over: only then does the world stand still. */
export const play = async (session: Session, step: Step, number: string): Promise<StepResult[]> => {
  const singles = step.parallel ?? [step]
  const acted = await Promise.all(singles.map((single) => act(session, single)))
  await settle(session)
  const results: StepResult[] = []
  for (const [i, title] of titlesOf(step, number).entries()) {
    results.push(await judge(session, singles[i] ?? { expect: step.expect }, { ...acted[i], title }))
  }
  return results
}

/** What the steps of a story are called, before the first is taken. */
export const planOf = ({ story }: Pick<Scenario, 'story'>): string[] =>
  story.flatMap((step, i) => titlesOf(step, `${i + 1}`))

/** What each result of a step will be called: known before the step is taken. */
export const titlesOf = (step: Step, number: string): string[] => {
  if (!step.parallel) return [`${number} ${titleOf(step)}`]
  const titles = step.parallel.map((single, i) => `${number}.${i + 1} ${titleOf(single)}`)
  return step.expect ? [...titles, `${number} all at once`] : titles
}

interface Acted {
  answer?: Answer
  /** Why it could not be done. */
  failed?: string
}

const act = async (session: Session, step: Step): Promise<Acted> => {
  const verb = verbsOf(step)[0] as Verb | undefined
  if (!verb) return {}
  const player = players[verb] as (session: Session, value: unknown) => Promise<Answer | undefined>
  try {
    return { answer: await player(session, step[verb]) }
  } catch (error) {
    if (!(error instanceof CheckFailed || error instanceof UsageError)) throw error
    return { failed: error.message }
  }
}

const judge = async (
  session: Session,
  { expect = {} }: Step,
  { title, answer, failed }: Acted & { title: string },
): Promise<StepResult> => {
  const got = inWordsOfTheStory(session, { ...answer, ...(await seenBy(session, expect)) })
  const found = failed
    ? [{ where: 'step', expected: 'that it can be done', got: failed }]
    : [...unforeseen(expect, answer), ...differences(expect, got), ...(await untaken(session, expect))]
  const { tookMs, ...shown } = got
  return { title, ok: found.length === 0, expected: expect, got: defined(shown), differences: found }
}

/** What a real shop answers counts, unless the step says itself what becomes of the postlinks. */
const untaken = async (session: Session, expect: Expectation): Promise<Difference[]> => {
  if (session.merchant.arrivals && !session.shop) return []
  const refused = await refusedPostlinks(session)
  if (expect.postlinks) return []
  return refused.map(({ kind, invoiceId, got }) => ({
    where: `the ${kind} postlink of ${session.aliases.get(invoiceId) ?? invoiceId}`,
    expected: '2xx of the shop',
    got,
  }))
}

const defined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

/** `chargeSavedCard` → `charge saved card`, `threeDS` → `three DS`. */
const spoken = (verb: string) =>
  verb.replace(/[A-Z]+/g, (run) => ` ${run.length > 1 ? run : run.toLowerCase()}`)

/** What was done, and with what. */
const titleOf = (step: Step): string => {
  const verb = verbsOf(step)[0]
  if (!verb) return 'then'
  const words = spoken(verb)
  const given = step[verb as Verb]
  if (typeof given !== 'object') return `${words} ${given}`
  const shown = Object.entries(given).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return shown.length > 0 ? `${words}: ${shown.join(', ')}` : words
}
