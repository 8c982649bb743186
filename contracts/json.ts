/** What a text says in JSON, or undefined when it is none: for texts that somebody else wrote. */
export const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
