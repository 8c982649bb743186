import type { Scenario, Step, Verb } from '../../contracts/scenario.ts'
import type { Expectation } from '../../contracts/scenario-expectation.ts'
import { type Connection, call } from '../cli/client.ts'
import { CheckFailed, UsageError } from '../cli/exit.ts'
import { verbsOf } from './check.ts'
import { freshWorkspace, paymentsOf, settle } from './control.ts'
import { type Difference, differences, unforeseen } from './difference.ts'
import type { Answer } from './exchange.ts'
import type { Titled } from './load.ts'
import { type Links, openMerchant, theirMerchant } from './merchant.ts'
import type { Session } from './session.ts'
import { settingsToStage } from './stage.ts'
import { players } from './steps.ts'
import { StoryError } from './story-error.ts'
import { seenBy } from './view.ts'

export interface StepResult {
  title: string
  ok: boolean
  expected: Expectation
  came: Record<string, unknown>
  differences: Difference[]
}

export interface ScenarioResult {
  title: string
  about: string
  ok: boolean
  steps: StepResult[]
  /** Our guesses that the outcome rests on. */
  assumed: string[]
  /** Why it was not played at all. */
  skipped?: string
}

/** The workspace is emptied and played in; it has the title's name when none is given. */
export interface RunOptions extends Connection {
  /** The merchant's own URLs; without them the story brings a merchant of its own. */
  links?: Links
}

/** Moments at which every test card of the edition that is not locked is still good; the first is seed 000's. */
const defaultClocks = { '2025': '2025-02-12T09:42:51+05:00', '2020': '2020-06-01T12:00:00+05:00' }

/** Plays one scenario against a running sandbox, over HTTP alone. */
export const runScenario = async (
  { title, scenario }: Titled,
  { links, ...connection }: RunOptions,
): Promise<ScenarioResult> => {
  const result = { title, about: scenario.about, ok: true, steps: [], assumed: [] }
  if (links && tellsMerchant(scenario)) {
    return { ...result, skipped: 'the story tells the merchant what to answer: play it without --post-link' }
  }
  const merchant = links ? theirMerchant(links) : await openMerchant()
  const workspace = connection.workspace ?? workspaceNameOf(title)
  const session: Session = { ...connection, workspace, scenario, merchant, orders: new Map() }
  try {
    await freshWorkspace(session, settingsOf({ title, scenario }))
    for (const rule of scenario.rules ?? []) await call(session, 'POST', 'rules', rule)
    const steps: StepResult[] = []
    for (const [i, step] of scenario.story.entries()) steps.push(...(await play(session, step, `${i + 1}`)))
    const assumed = new Set((await paymentsOf(session)).flatMap((payment) => payment.assumed))
    return { ...result, ok: steps.every(({ ok }) => ok), steps, assumed: [...assumed].sort() }
  } finally {
    await merchant.close()
  }
}

const workspaceNameOf = (title: string) => title.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 63)

const tellsMerchant = ({ story }: Scenario) =>
  story.some((step) => step.merchant || step.parallel?.some((single) => single.merchant))

const settingsOf = (titled: Titled) => ({
  ...settingsToStage(titled),
  seed: String(titled.scenario.seed ?? titled.title),
  clock: titled.scenario.clock ?? defaultClocks[titled.scenario.cards ?? '2025'],
})

/** Steps at once are judged when all of them are over: only then does the world stand still. */
const play = async (session: Session, step: Step, number: string): Promise<StepResult[]> => {
  const singles = step.parallel ?? [step]
  const acted = await Promise.all(singles.map((single) => act(session, single)))
  await settle(session)
  const results: StepResult[] = []
  for (const [i, single] of singles.entries()) {
    const place = step.parallel ? `${number}.${i + 1}` : number
    results.push(await judge(session, single, { ...acted[i], title: `${place} ${titleOf(single)}` }))
  }
  if (step.parallel && step.expect) {
    results.push(await judge(session, { expect: step.expect }, { title: `${number} all at once` }))
  }
  return results
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
    const inStory = [StoryError, CheckFailed, UsageError].some((kind) => error instanceof kind)
    if (!inStory) throw error
    return { failed: (error as Error).message }
  }
}

const judge = async (
  session: Session,
  { expect = {} }: Step,
  { title, answer, failed }: Acted & { title: string },
): Promise<StepResult> => {
  const came = { ...answer, ...(await seenBy(session, expect)) }
  const found = failed
    ? [{ where: 'step', expected: 'that it can be done', came: failed }]
    : [...unforeseen(expect, answer), ...differences(expect, came)]
  const { tookMs, ...told } = came
  return { title, ok: found.length === 0, expected: expect, came: defined(told), differences: found }
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
  const told = Object.entries(given).map(([name, value]) => `${name} ${JSON.stringify(value)}`)
  return told.length > 0 ? `${words}: ${told.join(', ')}` : words
}
