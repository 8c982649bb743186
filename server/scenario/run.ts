import type { Scenario } from '../../contracts/scenario.ts'
import { call, freshWorkspace, type Postlink, paymentsOf, postlinksOf } from '../client/control.ts'
import { overNetwork, type Target } from '../client/transport.ts'
import { defaultWorkspace } from '../workspace/workspaces.ts'
import type { Titled } from './load.ts'
import { type Links, openMerchant, type Shop, theirMerchant } from './merchant.ts'
import { play, type StepResult } from './play.ts'
import type { Session } from './session.ts'
import { ordersAtShop } from './shop.ts'
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
  /** Who was told of the outcomes; `bank`: nobody but the story itself. */
  against: 'bank' | 'endpoint' | 'shop'
}

/** The workspace is emptied and played in; it has the title's name when none is given. */
export interface RunOptions extends Target {
  /** The merchant's own URLs; without them the story brings a merchant of its own. */
  links?: Links
  /** The user's own shop, which makes the orders; its sandbox is played in as it stands. */
  shop?: Shop
  /** Each step says at which entry of the journal it was over. */
  places?: boolean
  /** Called with what came of each step as it is over. */
  onSteps?(results: StepResult[]): void
}

/** Moments at which every unlocked test card of the edition is still good; the first is the printed postlink's. */
const defaultClocks = { '2025': '2025-02-12T09:42:51+05:00', '2020': '2020-06-01T12:00:00+05:00' }

/** Plays one scenario against a running sandbox, over HTTP alone. */
export const runScenario = async (
  { title, scenario }: Titled,
  { links, shop, places = false, onSteps = () => {}, ...target }: RunOptions,
): Promise<ScenarioResult> => {
  const against = shop ? ('shop' as const) : links ? ('endpoint' as const) : ('bank' as const)
  const result = { title, about: scenario.about, ok: true, steps: [], assumed: [], against }
  const skipped = against === 'bank' ? undefined : whyNot(scenario, against)
  if (skipped) return { ...result, skipped }
  const merchant = links ? theirMerchant(links) : shop ? theirMerchant(noLinks) : await openMerchant()
  const workspace = shop ? defaultWorkspace : (target.workspace ?? workspaceNameOf(title))
  const place = { ...target, workspace }
  const transport = overNetwork(shop ? target : place)
  const notes = { orders: new Map(), aliases: new Map(), judged: new Set<string>() }
  const session: Session = { ...place, transport, scenario, merchant, ...notes, ...(shop ? { shop } : {}) }
  try {
    await (shop
      ? prepareForShop(session, { title, scenario })
      : freshWorkspace(session, settingsOf({ title, scenario })))
    for (const rule of scenario.rules ?? []) await call(session, 'POST', 'rules', rule)
    const steps: StepResult[] = []
    const reported = (results: StepResult[]) => {
      steps.push(...results)
      onSteps(results)
    }
    for (const [i, step] of scenario.story.entries()) {
      const results = await play(session, step, `${i + 1}`)
      reported(places ? await placed(session, results) : results)
    }
    if (shop) reported(await judgeShop({ ...session, shop }))
    const assumed = new Set((await paymentsOf(session)).flatMap((payment) => payment.assumed))
    const ok = steps.every((step) => step.ok)
    const answers = links ? { answers: (await postlinksOf(session)).flatMap(answersTo) } : {}
    return { ...result, workspace, ok, steps, assumed: [...assumed].sort(), ...answers }
  } finally {
    await merchant.close()
  }
}

const placed = async (session: Session, results: StepResult[]): Promise<StepResult[]> => {
  const { seq } = await call<{ seq: number }>(session, 'GET', 'alarms')
  return results.map((result) => ({ ...result, seq }))
}

const answersTo = ({ kind, invoiceId, url, attempts }: Postlink): string[] =>
  attempts.map(({ status, error }) => {
    const said = status ? `HTTP ${status}` : (error ?? 'no answer yet')
    return `${kind} of order ${invoiceId} to ${url}: ${said}`
  })

const noLinks: Links = { postLink: '', failurePostLink: '', backLink: '' }

/**
 * The shop's sandbox stays the one it knows, with the settings of the story, at the shop's own date. It is not emptied:
 * its ids would begin again, and a shop that remembers them would take a new payment for an old one.
 */
const prepareForShop = async (session: Session, titled: Titled) => {
  await call(session, 'DELETE', 'rules')
  const settings = {
    ...(titled.scenario.quirks ? {} : { stages: 'one' as const }),
    ...settingsToStage(titled),
  }
  const { workspace: _, ...root } = session
  await call(root, 'PUT', `workspaces/${defaultWorkspace}`, settings)
  const { clock } = titled.scenario
  await call(session, 'POST', 'clock', clock === undefined ? { advance: 'PT0S' } : { set: clock })
}

const judgeShop = async (session: Session & { shop: Shop }): Promise<StepResult[]> =>
  (await ordersAtShop(session)).map(({ invoiceId, expected, got }) => ({
    title: `the shop's order ${invoiceId}`,
    ok: got === expected,
    expected: {},
    got: { state: got },
    differences: got === expected ? [] : [{ where: 'state at the shop', expected, got }],
  }))

const workspaceNameOf = (title: string) => title.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 63)

/** What a story does in the shop's place cannot be played with a real one. */
const whyNot = (scenario: Scenario, against: 'endpoint' | 'shop'): string | undefined => {
  const steps = scenario.story.flatMap((step) => [step, ...(step.parallel ?? [])])
  const flag = against === 'shop' ? '--config' : '--post-link'
  if (steps.some((step) => step.merchant))
    return `the story tells the merchant what to answer: play it without ${flag}`
  if (against === 'endpoint') return undefined
  const own = steps.find(
    ({ token, openPage, chargeSavedCard, order }) =>
      token || chargeSavedCard || (openPage && Object.keys(openPage).length > 0) || order?.verification,
  )
  return own && `the story speaks in the shop's place (${Object.keys(own)[0]}): play it without --config`
}

// A story expects CHARGE after paying unless it says otherwise, whatever the server was started with.
const settingsOf = (titled: Titled) => ({
  ...(titled.scenario.quirks ? {} : { stages: 'one' as const }),
  ...settingsToStage(titled),
  seed: String(titled.scenario.seed ?? titled.title),
  clock: titled.scenario.clock ?? defaultClocks[titled.scenario.cards ?? '2025'],
})
