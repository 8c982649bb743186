interface Waiting<Asked, Answer> {
  asked: Asked
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * Who is alone is served at once; who comes while others are being served waits, and all who wait are served together.
 * In one group nobody is twice, by the key; who would be is in the next one. A group that fails, fails for all in it.
 */
export const inGroups = <Asked, Answer>(
  serve: (group: Asked[]) => Promise<Answer[]>,
  keyOf: (asked: Asked) => string,
): ((asked: Asked) => Promise<Answer>) => {
  let waiting: Waiting<Asked, Answer>[] = []
  let isServing = false
  const nextGroup = () => {
    const group = new Map<string, Waiting<Asked, Answer>>()
    waiting = waiting.filter((one) => {
      const key = keyOf(one.asked)
      if (group.has(key) || group.size >= most) return true
      group.set(key, one)
      return false
    })
    return [...group.values()]
  }
  const serveAll = async () => {
    isServing = true
    while (waiting.length > 0) {
      const group = nextGroup()
      try {
        const answers = await serve(group.map(({ asked }) => asked))
        for (const [i, { resolve }] of group.entries()) resolve(answers[i] as Answer)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isServing = false
  }
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (!isServing) void serveAll()
    })
}

// More of them would make one message of megabytes, and everybody in it wait for the last.
const most = 64
