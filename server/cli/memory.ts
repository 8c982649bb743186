import { setFlagsFromString } from 'node:v8'

const plentyBytes = 300 * 1024 * 1024
const lookMs = 1_000

/**
 * Left alone, V8 takes three to four times what lives in the heap. That is quick, and fine until it is much: then it
 * may take half as much again as lives. A million payments stay under 600 MB so; see test/bench/soak.ts.
 */
export const stayModest = (): void => {
  const looking = setInterval(() => {
    if (process.memoryUsage.rss() < plentyBytes) return
    setFlagsFromString('--heap-growing-percent=50')
    clearInterval(looking)
  }, lookMs).unref()
}
