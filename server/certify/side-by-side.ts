/** Some of them at a time, in their order; stops taking new ones when `isEnough` says so. */
export const sideBySide = async <T, R>(
  all: readonly T[],
  width: number,
  run: (one: T) => Promise<R>,
  isEnough: () => boolean = () => false,
): Promise<R[]> => {
  const done = new Map<number, R>()
  let next = 0
  const work = async () => {
    while (next < all.length && !isEnough()) {
      const index = next++
      done.set(index, await run(all[index] as T))
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, work))
  return [...done].sort(([a], [b]) => a - b).map(([, result]) => result)
}
