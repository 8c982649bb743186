/** One piece of work after the other, in the order they came; at once when nobody is ahead. */
export const takeTurns = () => {
  const line: (() => void)[] = []
  let isTaken = false
  const leave = () => {
    const begin = line.shift()
    if (begin) begin()
    else isTaken = false
  }
  const inTurn = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (isTaken) await new Promise<void>((begin) => line.push(begin))
    isTaken = true
    try {
      return await work()
    } finally {
      leave()
    }
  }
  /** How many have not begun. */
  inTurn.waiting = () => line.length
  return inTurn
}
