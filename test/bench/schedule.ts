import { setTimeout as sleep } from 'node:timers/promises'

export interface Time {
  now(): number
  wait(ms: number): Promise<unknown>
}

/** Milliseconds of the machine's steady clock, which all its processes share. */
export const machineTime: Time = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
  wait: (ms) => sleep(Math.max(1, ms)),
}

interface Pace {
  rate: number
  count: number
  time: Time
  /** Is told the moment the call was due, which a stall does not move; false ends it. */
  call(n: number, dueMs: number): boolean
}

/** Calls so many times a second whether or not earlier calls were answered: an open loop. Answers how many it made. */
export const pace = async ({ rate, count, time, call }: Pace): Promise<number> => {
  const begun = time.now()
  const dueMs = (n: number) => begun + (n * 1000) / rate
  for (let n = 0; n < count; n += 1) {
    while (dueMs(n) > time.now()) await time.wait(dueMs(n) - time.now())
    if (!call(n, dueMs(n))) return n + 1
  }
  return count
}

interface Climb {
  from: number
  growth: number
  /** How often the gap between the last rate that held and the first that did not is halved. */
  halvings: number
}

/** The highest rate that holds, 0 when none does. */
export const climb = async (
  { from, growth, halvings }: Climb,
  holds: (rate: number) => Promise<boolean>,
): Promise<number> => {
  let [held, failed] = [0, from]
  while (await holds(failed)) [held, failed] = [failed, Math.round(failed * growth)]
  for (let halving = 0; halving < halvings; halving += 1) {
    const middle = Math.round((held + failed) / 2)
    if (await holds(middle)) held = middle
    else failed = middle
  }
  return held
}

/** One failure may be the machine's: what fails is asked once more. */
export const twice = (holds: (rate: number) => Promise<boolean>) => async (rate: number) =>
  (await holds(rate)) || (await holds(rate))
