import type { Kind } from './sensitive.ts'

/** The same value always gets the same name, so that a token is still recognised where it is used. */
export const openPseudonyms = () => {
  const names = new Map<string, string>()
  const counts = new Map<Kind, number>()

  const hide = (kind: Kind, value: string): string => {
    if (value === '' || isPseudonym(value)) return value
    const known = names.get(value)
    if (known) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = `<${kind} ${count}>`
    names.set(value, name)
    return name
  }

  /** What was secret once is secret wherever it turns up again; a short one would be found inside innocent words. */
  const hideKnown = (text: string): string => {
    let shown = text
    for (const [secret, name] of names) {
      if (secret === text || secret.length >= 8) shown = shown.replaceAll(secret, name)
    }
    return shown
  }
  return { hide, hideKnown }
}

export const isPseudonym = (value: string): boolean => /^<[a-z -]+ \d+>$/.test(value)
