/** One piece of work after the other, in the order they came. */
export const takeTurns = () => {
  let tail: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => {}) // the caller hears of it; the next in line must not
    return done
  }
}
