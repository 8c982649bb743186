import type { Postlink } from '../../core/state.ts'
import type { Workspace } from '../../workspace/workspaces.ts'

/** One workspace at this moment, in numbers. */
export interface Gauges {
  postlinks: Record<Postlink['state'], number>
  openPages: number
  alarms: number
  /** How long the first alarm that is due has been waiting to ring. */
  lateMs: number
  underway: number
  waiting: number
  journalSeq: number
}

export const gaugesOf = ({ emulator, timekeeper }: Workspace): Gauges => {
  const { postlinks, pages, alarms, seq } = emulator.state()
  const states = { due: 0, held: 0, delivered: 0, failed: 0 }
  for (const { state } of postlinks.values()) states[state] += 1
  let openPages = 0
  for (const { ended } of pages.values()) if (!ended) openPages += 1
  const now = emulator.now()
  return {
    postlinks: states,
    openPages,
    alarms: alarms.size(),
    lateMs: Math.max(0, now - (emulator.next()?.at ?? now)),
    underway: timekeeper.underway(),
    waiting: emulator.waiting(),
    journalSeq: seq,
  }
}

/** The sum of two workspaces, for the label they share. */
export const together = (a: Gauges, b: Gauges): Gauges => ({
  postlinks: {
    due: a.postlinks.due + b.postlinks.due,
    held: a.postlinks.held + b.postlinks.held,
    delivered: a.postlinks.delivered + b.postlinks.delivered,
    failed: a.postlinks.failed + b.postlinks.failed,
  },
  openPages: a.openPages + b.openPages,
  alarms: a.alarms + b.alarms,
  lateMs: Math.max(a.lateMs, b.lateMs),
  underway: a.underway + b.underway,
  waiting: a.waiting + b.waiting,
  journalSeq: a.journalSeq + b.journalSeq,
})
