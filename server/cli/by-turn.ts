/**
 * Collects text and writes it once in a turn of the event loop: to a pipe, a write costs more than everything
 * else about a line, and many requests are answered in one turn.
 */
export const writeByTurn = (write: (text: string) => void) => {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    add(text: string) {
      if (waiting === '' && text !== '') setImmediate(flush)
      waiting += text
    },
    /** Writes what is still waiting: before something else is written to the same place, or at the end. */
    flush,
  }
}
