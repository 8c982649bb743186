// Nobody sees that a line comes so much later, and thousands may come meanwhile.
const waitMs = 20

const later = (run: () => void) => void setTimeout(run, waitMs).unref()

/** Collects text and writes it a little later in one piece: a write costs more than everything else about a line. */
export const writeInBatches = (write: (text: string) => void, wait = later) => {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    add(text: string) {
      if (waiting === '' && text !== '') wait(flush)
      waiting += text
    },
    /** Writes what still waits: at the end. */
    flush,
  }
}
