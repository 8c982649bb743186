import type { FindingId } from './finding.ts'

/**
 * By field: which finding a breach of its contract is, or nothing when it never passes. Called with what came there,
 * undefined when nothing did, and with the whole message.
 */
export type Doubts = Record<
  string,
  (came: unknown, message: Record<string, unknown>) => FindingId | undefined
>

// The longest text that is kept at all.
const longest = 8192

const isText = (came: unknown): came is string => typeof came === 'string' && came.length <= longest

/** Over 125 bytes. */
const tooLong = (came: unknown) => (isText(came) ? 'long-description' : undefined)

/** 20 digits run in production to save a card. */
const longInvoice = (came: unknown, { amount }: Record<string, unknown>) =>
  typeof came === 'string' && /^\d{16,20}$/.test(came) && amount === 0 ? 'long-invoice-id' : undefined

const oddAlt = (came: unknown) =>
  typeof came === 'string' && came.length <= 64 ? 'odd-invoice-id-alt' : undefined

export const tokenDoubts: Doubts = { invoiceID: longInvoice }

export const describedDoubts: Doubts = { description: tooLong }

export const paymentDoubts: Doubts = {
  ...describedDoubts,
  invoiceId: longInvoice,
  invoiceIdAlt: oddAlt,
}

/** Absent, empty or another word: the page on saved cards calls these obligatory, many clients leave them out. */
const leftOut = (came: unknown) => (came === undefined || came === '' ? 'saved-card-field' : undefined)

export const savedCardDoubts: Doubts = {
  ...paymentDoubts,
  description: (came) => leftOut(came) ?? tooLong(came),
  backLink: leftOut,
  postLink: leftOut,
  paymentType: (came) => (came === undefined || isText(came) ? 'saved-card-field' : undefined),
}
