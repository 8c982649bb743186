import { type Instant, secondMs } from '../../contracts/time.ts'
import type { Alarm } from '../core/alarm.ts'
import { isRefusal } from '../core/decision.ts'
import type { Postlink } from '../core/state.ts'
import type { Clock, Courier } from '../ports.ts'
import { startDeliveries } from './deliveries.ts'
import type { Emulator } from './emulator.ts'

/** Rings what is due in one workspace, and sends what the rung alarm asks to send. */
export interface Scheduler {
  /** Resolves when nothing is due and no postlink is on its way. */
  idle(): Promise<void>
  /** From now on, every alarm that rings is written down … */
  listen(): void
  /** … until somebody asks which. */
  heard(): Alarm[]
  /** How many postlinks are on their way. */
  underway(): number
  /** Rings no more, and resolves when what is on its way has been answered. */
  finish(): Promise<void>
  stop(): void
}

export interface SchedulerParts {
  emulator: Emulator
  clock: Clock
  courier: Courier
  /** Called with what went wrong where nobody waits for an answer. */
  onFault?(error: Error): void
  onMasked?(postlink: Postlink, fields: string[]): void
}

// A journal that could not be written is tried again: its owner may be starting it just now.
const pauseMs = 1 * secondMs

/** Does the work, or joins those who wait for it already. */
const joinedWork = (work: () => Promise<void>) => {
  let doing: Promise<void> | undefined
  return {
    doing: () => doing,
    join(): Promise<void> {
      // Not at once: what the work does first may ask whether somebody works.
      doing ??= Promise.resolve()
        .then(work)
        .finally(() => {
          doing = undefined
        })
      return doing
    },
  }
}

/** One look into the future at a time: anyone who looks earlier looks again. */
const openWait = (clock: Clock) => {
  let until = Number.POSITIVE_INFINITY
  let callOff = () => {}
  const stop = () => {
    until = Number.POSITIVE_INFINITY
    callOff()
  }
  return {
    stop,
    /** Most alarms are set behind the one that is waited for: that wait stands. */
    for(at: Instant, run: () => void) {
      if (until <= at) return
      stop()
      until = at
      callOff = clock.at(at, () => {
        until = Number.POSITIVE_INFINITY
        run()
      })
    },
  }
}

/** Writes down what rings, while somebody wants to know. */
const openLog = () => {
  let log: Alarm[] | undefined
  return {
    write: (alarm: Alarm) => void log?.push(alarm),
    listen() {
      log = []
    },
    heard() {
      const heard = log ?? []
      log = undefined
      return heard
    },
  }
}

export const startScheduler = (parts: SchedulerParts): Scheduler => {
  const { emulator, clock, onFault = () => {} } = parts
  const wait = openWait(clock)
  let rests = false
  const log = openLog()
  const deliveries = startDeliveries({ ...parts, onFault, onArrived: () => watch() })
  const ring = async (alarm: Alarm) => {
    log.write(alarm)
    const { life } = emulator.place()
    const reply = await emulator.executeIn(life, { kind: 'ring', alarm })
    if (!reply || isRefusal(reply) || !reply.deliver) return
    deliveries.start({ address: alarm.address ?? '', life, ...reply.deliver })
  }
  const next = () => (rests ? undefined : emulator.next(deliveries.isFull))
  const due = () => {
    const alarm = next()
    return alarm && alarm.at <= emulator.now() ? alarm : undefined
  }
  // One at a time, so that no alarm is rung twice; it goes on until nothing is due.
  const ringing = joinedWork(async () => {
    for (let alarm = due(); alarm; alarm = due()) await ring(alarm)
  })
  const tryLater = (error: Error) => {
    onFault(error)
    wait.stop()
    wait.for(clock.now() + pauseMs, watch)
  }
  const ringOn = () => void ringing.join().then(watch, tryLater)
  const watch = () => {
    if (ringing.doing()) return
    const alarm = next()
    if (alarm && alarm.at <= emulator.now()) return ringOn()
    if (alarm && emulator.state().clock.mode === 'system') wait.for(alarm.at, ringOn)
    else wait.stop()
  }
  const unsubscribe = emulator.onEntries(watch)
  watch()

  return {
    async idle() {
      // While an alarm is being rung it is neither due any more nor under way yet.
      while (ringing.doing() || due() || deliveries.count() > 0)
        await (ringing.doing() || due() ? ringing.join() : deliveries.next())
      watch()
    },
    listen: log.listen,
    heard: log.heard,
    underway: deliveries.count,
    async finish() {
      rests = true
      await ringing.doing()?.catch(onFault)
      while (deliveries.count() > 0) await deliveries.next()
    },
    stop() {
      rests = true
      deliveries.stop()
      wait.stop()
      unsubscribe()
    },
  }
}
