/** One piece of work after the other, in the order they came. */
export interface Turns {
  /** What to wait for before beginning; nothing when nobody is ahead. Anyone who has come must leave. */
  come(): Promise<void> | undefined
  leave(): void
  /** How many have come and not begun. */
  waiting(): number
}

export const takeTurns = (): Turns => {
  const line: (() => void)[] = []
  let isTaken = false
  return {
    come() {
      if (isTaken) return new Promise((begin) => line.push(begin))
      isTaken = true
      return undefined
    },
    leave() {
      const begin = line.shift()
      if (begin) begin()
      else isTaken = false
    },
    waiting: () => line.length,
  }
}
