import type { Step } from '../../contracts/scenario.ts'
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../contracts/time.ts'
import type { Draft } from './draft.ts'

const iso = (at: Instant) => new Date(at).toISOString()

/** Milliseconds → `P1DT2H3M4S`. */
export const durationOf = (ms: number): string => {
  const parts: [unit: string, lengthMs: number][] = [
    ['D', dayMs],
    ['H', hourMs],
    ['M', minuteMs],
    ['S', secondMs],
  ]
  let left = ms
  let days = ''
  let time = ''
  for (const [unit, lengthMs] of parts) {
    const count = Math.floor(left / lengthMs)
    left -= count * lengthMs
    if (count > 0 && unit === 'D') days = `${count}D`
    else if (count > 0) time += `${count}${unit}`
  }
  return `P${days}${time && `T${time}`}`
}

/**
 * The steps that bring the story's clock to where the session's was. A session by the real clock starts at the
 * scenario's own default moment and keeps its distances in whole seconds: a real date would expire test cards.
 */
export const followClock = (draft: Draft, at: Instant): Step[] => {
  const { clock } = draft.state
  const isSet = clock.mode === 'virtual' && clock.set
  if (draft.at === undefined) {
    draft.at = at
    if (isSet) draft.clock = iso(at)
    return []
  }
  const wasSet = draft.clock !== undefined
  const elapsedMs = at - draft.at
  if (isSet && (!wasSet || elapsedMs < 0)) {
    draft.at = at
    draft.clock ??= ''
    return [{ set: iso(at) }]
  }
  const wholeMs = elapsedMs - (elapsedMs % secondMs)
  if (wholeMs <= 0) return []
  draft.at += wholeMs
  return [{ advance: durationOf(wholeMs) }]
}
