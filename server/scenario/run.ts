import type { Scenario } from '../../contracts/scenario.ts'
import { call, freshWorkspace, type Postlink, paymentsOf, postlinksOf } from '../client/control.ts'
import { overNetwork, type Target } from '../client/transport.ts'
import type { Titled } from './load.ts'
import { type Links, openMerchant, theirMerchant } from './merchant.ts'
import { play, type StepResult } from './play.ts'
import type { Session } from './session.ts'
import { settingsToStage } from './stage.ts'

export interface ScenarioResult {
  title: string
  about: string
  /** Where it was played; what happened stays there to be looked at. */
  workspace?: string
  ok: boolean
  steps: StepResult[]
  /** Our guesses that the outcome rests on. */
  assumed: string[]
  /** What the merchant's own endpoint said to each attempt. */
  answers?: string[]
  /** Why it was not played at all. */
  skipped?: string
}

/** The workspace is emptied and played in; it has the title's name when none is given. */
export interface RunOptions extends Target {
  /** The merchant's own URLs; without them the story brings a merchant of its own. */
  links?: Links
  /** Called with what came of each step as it is over. */
  onSteps?(results: StepResult[]): void
}

/** Moments at which every unlocked test card of the edition is still good; the first is the printed postlink's. */
const defaultClocks = { '2025': '2025-02-12T09:42:51+05:00', '2020': '2020-06-01T12:00:00+05:00' }

/** Plays one scenario against a running sandbox, over HTTP alone. */
export const runScenario = async (
  { title, scenario }: Titled,
  { links, onSteps = () => {}, ...target }: RunOptions,
): Promise<ScenarioResult> => {
  const result = { title, about: scenario.about, ok: true, steps: [], assumed: [] }
  if (links && tellsMerchant(scenario)) {
    return { ...result, skipped: 'the story tells the merchant what to answer: play it without --post-link' }
  }
  const merchant = links ? theirMerchant(links) : await openMerchant()
  const workspace = target.workspace ?? workspaceNameOf(title)
  const place = { ...target, workspace }
  const transport = overNetwork(place)
  const session: Session = { ...place, transport, scenario, merchant, orders: new Map() }
  try {
    await freshWorkspace(session, settingsOf({ title, scenario }))
    for (const rule of scenario.rules ?? []) await call(session, 'POST', 'rules', rule)
    const steps: StepResult[] = []
    for (const [i, step] of scenario.story.entries()) {
      const results = await play(session, step, `${i + 1}`)
      steps.push(...results)
      onSteps(results)
    }
    const assumed = new Set((await paymentsOf(session)).flatMap((payment) => payment.assumed))
    const ok = steps.every((step) => step.ok)
    const answers = links ? { answers: (await postlinksOf(session)).flatMap(answersTo) } : {}
    return { ...result, workspace, ok, steps, assumed: [...assumed].sort(), ...answers }
  } finally {
    await merchant.close()
  }
}

const answersTo = ({ kind, invoiceId, url, attempts }: Postlink): string[] =>
  attempts.map(({ status, error }) => {
    const said = status ? `HTTP ${status}` : (error ?? 'no answer yet')
    return `${kind} of order ${invoiceId} to ${url}: ${said}`
  })

const workspaceNameOf = (title: string) => title.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 63)

const tellsMerchant = ({ story }: Scenario) =>
  story.some((step) => step.merchant || step.parallel?.some((single) => single.merchant))

// A story expects CHARGE after paying unless it says otherwise, whatever the server was started with.
const settingsOf = (titled: Titled) => ({
  ...(titled.scenario.quirks ? {} : { stages: 'one' as const }),
  ...settingsToStage(titled),
  seed: String(titled.scenario.seed ?? titled.title),
  clock: titled.scenario.clock ?? defaultClocks[titled.scenario.cards ?? '2025'],
})
