import { call } from './api.js'

/**
 * Reads the requests to the bank's side that are new. The stream says when; what is not read by then comes along.
 * @param {import('./history.js').History['exchanges']} kept @param {() => void} changed
 */
export const createFeed = (kept, changed) => {
  let life = 0
  let isReading = false
  let isAsked = false

  const readOnce = async () => {
    const before = life
    const { exchanges, next } = await call('GET', `exchanges?limit=1000&after=${kept.last()}`)
    // What was asked before a reset or a restart is not shown after it.
    if (before !== life) return
    kept.add(exchanges)
    if (next) isAsked = true
    if (exchanges.length > 0) changed()
  }

  const read = async () => {
    isAsked = true
    if (isReading) return
    isReading = true
    try {
      while (isAsked) {
        isAsked = false
        await readOnce()
      }
    } catch {
      // The connection is lost: the stream says so, and everything is read again when it is back.
    } finally {
      isReading = false
    }
  }

  return {
    read,
    /** From the beginning: a server that was started again counts from one. */
    restart() {
      life += 1
      kept.clear()
      return read()
    },
  }
}
