import type { Alarm } from './core/alarm.ts'
import { isRefusal } from './core/decision.ts'
import type { Postlink } from './core/state.ts'
import type { Emulator } from './emulator.ts'
import type { Clock, Courier } from './ports.ts'

/** Rings what is due in one workspace, and sends what the rung alarm asks to send. */
export interface Ringer {
  /** Resolves when nothing is due and no postlink is on its way. */
  idle(): Promise<void>
  /** From now on, every alarm that rings is written down … */
  listen(): void
  /** … until somebody asks which. */
  heard(): Alarm[]
  stop(): void
}

export const startRinger = (emulator: Emulator, clock: Clock, courier: Courier): Ringer => {
  const underway = new Set<Promise<void>>()
  let callOff = () => {}
  let stopped = false
  let ringing: Promise<void> | undefined
  let listening: Alarm[] | undefined

  const deliver = async (postlink: Postlink, attempt: number) => {
    const answer = await courier.post(postlink)
    if (!stopped) await emulator.execute({ kind: 'take answer', postlink: postlink.id, attempt, answer })
  }
  const ring = async (alarm: Alarm) => {
    listening?.push(alarm)
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
  // One at a time, so that no alarm is rung twice; it goes on until nothing is due.
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
  const unsubscribe = emulator.onEntries(watch)
  watch()

  return {
    async idle() {
      // While an alarm is being rung it is neither due any more nor under way yet.
      while (ringing || due() || underway.size > 0) {
        await (ringing ?? (due() ? ringDue() : Promise.race(underway)))
      }
    },
    listen() {
      listening = []
    },
    heard() {
      const heard = listening ?? []
      listening = undefined
      return heard
    },
    stop() {
      stopped = true
      callOff()
      unsubscribe()
    },
  }
}
