import { call } from './api.js'

/**
 * Reads the requests to the bank's side that are new. The stream says when; what is not read by then comes along.
 * @param {import('./model.js').Model} model @param {() => void} changed
 */
export const createFeed = (model, changed) => {
  let life = 0
  let isReading = false
  let isAsked = false

  const readOnce = async () => {
    const before = life
    const last = model.exchanges.at(-1)?.id ?? 0
    const { exchanges, next } = await call('GET', `exchanges?limit=1000&after=${last}`)
    // What was asked before a reset or a restart is not shown after it.
    if (before !== life) return
    model.exchanges.push(...exchanges)
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
      model.exchanges = []
      return read()
    },
  }
}
