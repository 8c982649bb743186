/** Ids, tokens and numbers of the recorded bank → those of the sandbox that mean the same. */
export const openKnown = () => {
  const known = new Map<string, string>()

  const learn = (recorded: unknown, came: unknown): void => {
    if (typeof recorded === 'string' && typeof came === 'string') {
      if (recorded !== came && looksLikeId(recorded)) known.set(recorded, came)
    } else if (
      typeof recorded === 'object' &&
      recorded !== null &&
      typeof came === 'object' &&
      came !== null
    ) {
      const other = came as Record<string, unknown>
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
    set: (recorded: string, came: string) => void known.set(recorded, came),
  }
}

export type Known = ReturnType<typeof openKnown>

const looksLikeId = (text: string) =>
  /^<token \d+>$/.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
