import TinyQueue from 'tinyqueue'

/** A priority queue of items that may die before their turn; anyone who lets one die trims. Reading changes nothing. */
export interface LiveQueue<Item> {
  push(item: Item): void
  /** Drops the dead from the front, so that the first is alive. */
  trim(): void
  first(): Item | undefined
  firstWhere(isWanted: (item: Item) => boolean): Item | undefined
}

/**
 * The dead in the middle are swept once they may be as many as the living and `spare` more: a token that paid at once
 * would else wait for hours.
 */
export const createLiveQueue = <Item>(
  compare: (a: Item, b: Item) => number,
  isLive: (item: Item) => boolean,
  spare = 1024,
): LiveQueue<Item> => {
  let heap = new TinyQueue<Item>([], compare)
  let sweepAt = spare
  return {
    push(item) {
      heap.push(item)
      if (heap.length < sweepAt) return
      heap = new TinyQueue([...new Set(heap.data.filter(isLive))], compare)
      sweepAt = 2 * heap.length + spare
    },
    trim() {
      for (let head = heap.peek(); head !== undefined && !isLive(head); head = heap.peek()) heap.pop()
    },
    first: () => heap.peek(),
    firstWhere(isWanted) {
      let best: Item | undefined
      // Whatever lies beneath an item comes after it.
      const look = (at: number): void => {
        const item = heap.data[at]
        if (item === undefined || (best !== undefined && compare(best, item) < 0)) return
        if (isLive(item) && isWanted(item)) {
          best = item
          return
        }
        look(2 * at + 1)
        look(2 * at + 2)
      }
      look(0)
      return best
    },
  }
}
