/** A small generator of chance, the same on every machine: mulberry32. */
export const chanceOf = (seed: number) => {
  let state = Math.imul(seed, 0x9e3779b9)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    happens: (probability: number) => next() < probability,
    of: <T>(list: readonly T[]): T => list[below(list.length)] as T,
    /** One of the latest: what was forgotten long ago is seldom asked for. */
    recent: <T>(list: readonly T[], window = 40): T | undefined =>
      list[list.length - 1 - below(Math.min(window, list.length))],
  }
}
export type Chance = ReturnType<typeof chanceOf>
