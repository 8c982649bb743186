/** Ids, tokens and numbers of the recorded bank → those of the sandbox that mean the same. */
export const openKnown = () => {
  const known = new Map<string, string>()

  const learn = (recorded: unknown, got: unknown): void => {
    if (typeof recorded === 'string' && typeof got === 'string') {
      if (recorded !== got && looksLikeId(recorded)) known.set(recorded, got)
    } else if (typeof recorded === 'object' && recorded !== null && typeof got === 'object' && got !== null) {
      const other = got as Record<string, unknown>
      for (const [name, value] of Object.entries(recorded)) learn(value, other[name])
    }
  }

  const translate = <T>(value: T): T => {
    if (typeof value === 'string') return (known.get(value) ?? value) as T
    if (Array.isArray(value)) return value.map(translate) as T
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, translate(one)])) as T
  }

  return {
    learn,
    translate,
    has: (recorded: string) => known.has(recorded),
    set: (recorded: string, got: string) => void known.set(recorded, got),
  }
}

export type Known = ReturnType<typeof openKnown>

const looksLikeId = (text: string) =>
  /^<token \d+>$/.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
