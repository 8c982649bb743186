/** First in, first out. Taking from the front of a Map costs fifty inserts at 100,000 entries; this does not. */
export interface Line {
  first(): string | undefined
  size(): number
  /** First to last. */
  all(): string[]
}

export interface MutableLine extends Line {
  push(id: string): void
  shift(): void
}

const compactAfter = 1024

export const createLine = (): MutableLine => {
  let ids: string[] = []
  let head = 0
  return {
    push: (id) => void ids.push(id),
    first: () => ids[head],
    shift() {
      head += 1
      if (head < compactAfter || head * 2 < ids.length) return
      ids = ids.slice(head)
      head = 0
    },
    size: () => ids.length - head,
    all: () => ids.slice(head),
  }
}
