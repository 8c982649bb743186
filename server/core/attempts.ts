import type { EntryBody, Transaction } from '../../contracts/entry.ts'
import type { State } from './state.ts'

export const maxAttempts = 3

/** An outcome may be the page's last: it was paid, or the attempts are used up. */
export const endOfPage = (state: State, transaction: Transaction): EntryBody[] => {
  const page = state.pages.get(transaction.page ?? '')
  if (!page || page.ended) return []
  const count = new Set([...page.attempts, transaction.id]).size
  const how = transaction.reasonCode === 0 ? 'paid' : count >= maxAttempts ? 'failed' : undefined
  return how ? [{ kind: 'page ended', page: page.id, how }] : []
}
