import type { EntryBody, Transaction } from '../../contracts/entry.ts'
import type { State } from './state.ts'

export const maxAttempts = 3

/**
 * An outcome may be the page's last: it was paid, or the attempts are used up. A buyer who comes back from the issuer
 * to a page whose time ran out meanwhile has paid all the same.
 */
export const endOfPage = (state: State, transaction: Transaction): EntryBody[] => {
  const page = state.pages.get(transaction.page ?? '')
  if (!page || page.ended === 'paid') return []
  if (transaction.reasonCode === 0) return [{ kind: 'page ended', page: page.id, how: 'paid' }]
  if (page.ended) return []
  const others = page.attempts.filter((id) => id !== transaction.id)
  const waiting = others.some((id) => state.transactions.get(id)?.status === '3D')
  return others.length + 1 < maxAttempts || waiting
    ? []
    : [{ kind: 'page ended', page: page.id, how: 'failed' }]
}
