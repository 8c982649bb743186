/** Upper bounds in seconds: from a reading out of memory to the longest anybody waits for the bank. */
export const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** How long something took, as Prometheus wants to know it. */
export interface Durations {
  /** How many fell below each bound and not below the one before; in the last place those above all of them. */
  counts: number[]
  sum: number
}

export const createDurations = (): Durations => ({
  counts: [...durationBounds, Number.POSITIVE_INFINITY].map(() => 0),
  sum: 0,
})

export const observe = (durations: Durations, seconds: number): void => {
  const { counts } = durations
  let place = 0
  while (place < durationBounds.length && seconds > (durationBounds[place] as number)) place += 1
  counts[place] = (counts[place] as number) + 1
  durations.sum += seconds
}
