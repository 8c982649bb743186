import type { Brand } from './card.ts'

/** What is kept of a card number: enough to recognise it, not enough to use it. */
export interface CardTrace {
  mask: string
  hash: string
  brand: Brand
  issuer: string
}
