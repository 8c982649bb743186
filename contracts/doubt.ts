import type { FindingId } from './finding.ts'

/**
 * By field: which finding a breach of its contract is, or nothing when it never passes. Called with what came there,
 * undefined when nothing did, and with the whole message.
 */
export type Doubts = Record<string, (got: unknown, message: Record<string, unknown>) => FindingId | undefined>

// The longest text that is kept at all.
const longest = 8192

const isText = (got: unknown): got is string => typeof got === 'string' && got.length <= longest

/** Over 125 bytes. */
const tooLong = (got: unknown) => (isText(got) ? 'long-description' : undefined)

/** 20 digits run in production to save a card. */
const longInvoice = (got: unknown, { amount }: Record<string, unknown>) =>
  typeof got === 'string' && /^\d{16,20}$/.test(got) && amount === 0 ? 'long-invoice-id' : undefined

const oddAlt = (got: unknown) =>
  typeof got === 'string' && got.length <= 64 ? 'odd-invoice-id-alt' : undefined

export const tokenDoubts: Doubts = { invoiceID: longInvoice }

export const describedDoubts: Doubts = { description: tooLong }

export const paymentDoubts: Doubts = {
  ...describedDoubts,
  invoiceId: longInvoice,
  invoiceIdAlt: oddAlt,
}

/** Absent, empty or another word: the page on saved cards calls these obligatory, many clients leave them out. */
const leftOut = (got: unknown) => (got === undefined || got === '' ? 'saved-card-field' : undefined)

export const savedCardDoubts: Doubts = {
  ...paymentDoubts,
  description: (got) => leftOut(got) ?? tooLong(got),
  backLink: leftOut,
  postLink: leftOut,
  paymentType: (got) => (got === undefined || isText(got) ? 'saved-card-field' : undefined),
}
