/** One piece of work after the other, in the order they came. */
export const takeTurns = () => {
  let tail: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    waiting += 1
    const done = tail.then(() => {
      waiting -= 1
      return work()
    })
    tail = done.catch(() => {}) // the caller hears of it; the next in line must not
    return done
  }
  /** How many have not begun. */
  inTurn.waiting = () => waiting
  return inTurn
}
