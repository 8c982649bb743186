import { setFlagsFromString } from 'node:v8'

const plentyBytes = 300 * 1024 * 1024
const checkEveryMs = 1_000

/**
 * By default V8 takes three to four times the size of what is alive in the heap: fast, and fine while that is small.
 * Above the limit it may take half as much again. A million payments stay under 600 MB so; see test/bench/soak.ts.
 */
export const keepHeapSmall = (): void => {
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() < plentyBytes) return
    setFlagsFromString('--heap-growing-percent=50')
    clearInterval(timer)
  }, checkEveryMs).unref()
}
