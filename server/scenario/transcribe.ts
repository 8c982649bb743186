import type { Entry, EntryKind } from '../../contracts/entry.ts'
import { type QuirkName, quirks } from '../../contracts/quirk.ts'
import type { Scenario, Step } from '../../contracts/scenario.ts'
import { replay } from '../core/replay.ts'
import { createState, type State, settingsOf } from '../core/state.ts'
import type { Draft } from './draft.ts'
import { followClock } from './transcribe-clock.ts'
import { transcribers } from './transcribe-entry.ts'
import { lastWord, merchantAnswers } from './transcribe-postlink.ts'
import { withoutImplied } from './transcribe-short.ts'

type Teller = (draft: Draft, entry: Entry) => Step[]

/** Another reading of the journal: the session as a scenario that can be played again. */
export const transcribe = (entries: Entry[]): { scenario: Scenario; leftOut: string[] } => {
  const state = createState({ clients: [], terminals: [], cards: [], savedCards: [], users: [] })
  const draft: Draft = { state, entries, rules: [], steps: [], orders: new Set(), leftOut: [] }
  for (const entry of entries) {
    const tell = transcribers[entry.kind as EntryKind] as Teller | undefined
    const steps = tell?.(draft, entry) ?? []
    if (steps.length > 0) draft.steps.push(...followClock(draft, entry.at), ...steps)
    replay(state, entry)
  }
  return { scenario: compose(draft), leftOut: draft.leftOut }
}

const compose = (draft: Draft): Scenario => {
  const { state, steps, rules, clock, entries } = draft
  const last = entries.at(-1)
  const end = steps.length > 0 && last ? [...followClock(draft, last.at), lastWord(state)] : []
  const story = withoutImplied([...merchantAnswers(entries, state), ...steps, ...end])
  return {
    about: `A session of ${new Date(entries[0]?.at ?? 0).toISOString().slice(0, 10)}, as it happened.`,
    ...(clock ? { clock } : {}),
    ...settingsToTell(state),
    ...(rules.length > 0 ? { rules } : {}),
    story: steps.length > 0 ? story : [],
  }
}

/** What was set otherwise than it is by default. The secrets of the user's own merchants are not in the journal. */
const settingsToTell = (state: State): Partial<Scenario> => {
  const settings = settingsOf(state)
  const chosen = (Object.keys(settings.quirks) as QuirkName[]).filter(
    (name) => settings.quirks[name] !== quirks[name]?.documented,
  )
  const { terminals, cards } = settings
  return {
    ...(cards === '2025' ? {} : { cards }),
    ...(chosen.length > 0
      ? { quirks: Object.fromEntries(chosen.map((name) => [name, settings.quirks[name]])) }
      : {}),
    ...(terminals.length > 0 ? { terminals: terminals.map((t) => ({ ...t, client: 'test' })) } : {}),
  }
}
