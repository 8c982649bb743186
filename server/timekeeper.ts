import type { Instant } from '../contracts/time.ts'
import type { ClockOrder } from './clock/order.ts'
import type { Alarm } from './core/alarm.ts'
import { isRefusal } from './core/decision.ts'
import type { ClockState, Postlink } from './core/state.ts'
import type { Emulator } from './emulator.ts'
import type { Clock, Courier } from './ports.ts'

/** Rings the alarms of one workspace when its clock gets there, and sends what they ask to send. */
export interface Timekeeper {
  /** Moves the clock, ringing every alarm on the way in order; answers what rang. */
  follow(order: ClockOrder): Promise<Alarm[]>
  /** Resolves when nothing is due and no postlink is on its way. */
  idle(): Promise<void>
  stop(): void
}

export const startTimekeeper = (emulator: Emulator, clock: Clock, courier: Courier): Timekeeper => {
  const underway = new Set<Promise<void>>()
  let callOff = () => {}
  let stopped = false
  let ringing: Promise<void> | undefined
  let heard: Alarm[] = []

  const deliver = async (postlink: Postlink, attempt: number) => {
    const answer = await courier.post(postlink)
    if (!stopped) await emulator.execute({ kind: 'take answer', postlink: postlink.id, attempt, answer })
  }
  const ring = async (alarm: Alarm) => {
    heard.push(alarm)
    const reply = await emulator.execute({ kind: 'ring', alarm })
    if (isRefusal(reply) || !reply.deliver) return
    const { postlink, attempt } = reply.deliver
    // Outside the command queue: the merchant may ask for the status from inside its handler.
    const delivery: Promise<void> = deliver(postlink, attempt).finally(() => underway.delete(delivery))
    underway.add(delivery)
  }
  const due = (): Alarm | undefined => {
    const alarm = emulator.next()
    return alarm && alarm.at <= emulator.now() && !stopped ? alarm : undefined
  }
  // One ringer at a time, so that no alarm is rung twice; it goes on until nothing is due.
  const ringDue = (): Promise<void> => {
    ringing ??= (async () => {
      for (let alarm = due(); alarm; alarm = due()) await ring(alarm)
    })().finally(() => {
      ringing = undefined
      watch()
    })
    return ringing
  }
  const watch = () => {
    if (ringing) return
    callOff()
    callOff = () => {}
    const alarm = emulator.next()
    if (stopped || !alarm) return
    if (due()) void ringDue()
    else if (emulator.state().clock.mode === 'system') callOff = clock.at(alarm.at, () => void ringDue())
  }
  const idle = async () => {
    while (due() || underway.size > 0) await (due() ? ringDue() : Promise.race(underway))
  }
  const setClock = (state: ClockState) => emulator.execute({ kind: 'move clock', clock: state })
  const step = async (now: Instant, set: boolean) => {
    await setClock({ mode: 'virtual', now, set })
    await idle()
  }

  const moveTo = async (time: Instant, set: boolean): Promise<Alarm[]> => {
    await step(emulator.now(), set)
    heard = []
    for (let alarm = emulator.next(); alarm && alarm.at <= time; alarm = emulator.next())
      await step(alarm.at, set)
    if (time !== emulator.now()) await setClock({ mode: 'virtual', now: time, set })
    return heard
  }

  const unsubscribe = emulator.onEntries(watch)
  watch()

  return {
    async follow(order) {
      if (order.mode === 'system') {
        await setClock({ mode: 'system' })
        return []
      }
      // Advancing makes time virtual but asks for no date: it must not expire a test card by accident.
      const { clock: before } = emulator.state()
      return moveTo(order.to, order.mode === 'set' || (before.mode === 'virtual' && before.set))
    },
    idle,
    stop() {
      stopped = true
      callOff()
      unsubscribe()
    },
  }
}
