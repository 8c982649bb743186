const limitMs = 60_000

/** Asks until it is so. Anyone who waits for what never comes is told what it was, long before tap ends the file. */
export const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  for (const end = Date.now() + limitMs; !(await isSo()); ) {
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} seconds in vain: ${what}`)
    await new Promise(setImmediate)
  }
}
