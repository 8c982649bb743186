import type { TestBed } from './test-bed.ts'

interface Waiting {
  rightBefore(): Promise<void>
  go(): void
  fail(error: unknown): void
}

/** One restart for so many cases: it is made when each of them has asked for it, or has ended without. */
export const openSharedRestart = (cases: number, restart: TestBed['restart']) => {
  let missing = cases
  const waiting: Waiting[] = []
  const arrive = async (): Promise<void> => {
    missing -= 1
    if (missing > 0 || waiting.length === 0) return
    try {
      await restart(async () => {
        for (const { rightBefore } of waiting) await rightBefore()
      })
      for (const { go } of waiting) go()
    } catch (error) {
      for (const { fail } of waiting) fail(error)
    }
  }
  return {
    /** Resolves when the shop is up again. */
    ask: (rightBefore = async () => {}): Promise<void> =>
      new Promise((go, fail) => {
        waiting.push({ rightBefore, go, fail })
        void arrive()
      }),
    endWithout: arrive,
  }
}
