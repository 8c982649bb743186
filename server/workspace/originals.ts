/** What a shop sent, where the journal has a mask of it: in this process alone, until the outcome has been told. */
export interface Originals {
  keep(invoiceId: string, masked: string, original: string): void
  /** Undefined when it is not known, or not any more. */
  of(invoiceId: string, masked: string): string | undefined
  forget(invoiceId: string): void
  clear(): void
  count(): number
}

interface Limits {
  orders: number
  /** Letters of all texts together. */
  letters: number
}

const limits: Limits = { orders: 1_000, letters: 1_000_000 }

interface Kept {
  texts: Map<string, string>
  letters: number
}

export const openOriginals = ({ orders, letters }: Limits = limits): Originals => {
  const kept = new Map<string, Kept>()
  let held = 0
  const forget = (invoiceId: string) => {
    held -= kept.get(invoiceId)?.letters ?? 0
    kept.delete(invoiceId)
  }
  const dropOldest = () => {
    for (const invoiceId of kept.keys()) {
      if (kept.size <= orders && held <= letters) return
      forget(invoiceId)
    }
  }
  return {
    keep(invoiceId, masked, original) {
      const order = kept.get(invoiceId) ?? { texts: new Map(), letters: 0 }
      const added = original.length + (order.texts.has(masked) ? 0 : masked.length)
      const replaced = order.texts.get(masked)?.length ?? 0
      order.texts.set(masked, original)
      order.letters += added - replaced
      held += added - replaced
      kept.set(invoiceId, order)
      dropOldest()
    },
    of: (invoiceId, masked) => kept.get(invoiceId)?.texts.get(masked),
    forget,
    clear() {
      kept.clear()
      held = 0
    },
    count: () => kept.size,
  }
}
