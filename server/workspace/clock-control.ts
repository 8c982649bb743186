import type { Instant } from '../../contracts/time.ts'
import type { Alarm } from '../core/alarm.ts'
import type { ClockOrder } from './clock-order.ts'
import type { Emulator } from './emulator.ts'
import { type Scheduler, type SchedulerParts, startScheduler } from './scheduler.ts'

/** The time of one workspace: its alarms ring when its clock gets there, and the clock goes where it is told. */
export interface Timekeeper {
  /** Moves the clock, ringing every alarm on the way in order; answers what rang. */
  follow(order: ClockOrder): Promise<Alarm[]>
  /** Resolves when nothing is due and no postlink is on its way. */
  idle(): Promise<void>
  /** How many postlinks are on their way. */
  underway(): number
  /** Rings no more, and resolves when what is on its way has been answered. */
  finish(): Promise<void>
  stop(): void
}

const standAt = (emulator: Emulator, now: Instant, set: boolean) =>
  emulator.execute({ kind: 'move clock', clock: { mode: 'virtual', now, set } })

/** From alarm to alarm; at each, whatever rings is done before time goes on. */
const moveTo = async (
  emulator: Emulator,
  scheduler: Scheduler,
  { to, set }: { to: Instant; set: boolean },
) => {
  await standAt(emulator, emulator.now(), set)
  await scheduler.idle()
  scheduler.listen()
  for (let alarm = emulator.next(); alarm && alarm.at <= to; alarm = emulator.next()) {
    await standAt(emulator, alarm.at, set)
    await scheduler.idle()
  }
  if (to !== emulator.now()) await standAt(emulator, to, set)
  return scheduler.heard()
}

export const startTimekeeper = (parts: SchedulerParts): Timekeeper => {
  const { emulator } = parts
  const scheduler = startScheduler(parts)
  return {
    async follow(order) {
      if (order.mode === 'system') {
        await emulator.execute({ kind: 'move clock', clock: { mode: 'system' } })
        return []
      }
      // Advancing makes time virtual but asks for no date: it must not expire a test card by accident.
      const { clock: before } = emulator.state()
      const set = order.mode === 'set' || (before.mode === 'virtual' && before.set)
      return moveTo(emulator, scheduler, { to: order.to, set })
    },
    idle: scheduler.idle,
    underway: scheduler.underway,
    finish: scheduler.finish,
    stop: scheduler.stop,
  }
}
