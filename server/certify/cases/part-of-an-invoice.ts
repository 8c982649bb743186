import type { Case } from '../case.ts'
import { lies } from '../promise.ts'

export const partOfAnInvoice: Case = {
  name: 'part-of-an-invoice',
  promise: 'A part of an order number, or a wildcard, finds no order.',
  why: 'LIKE, startsWith and glob find somebody’s order for a few digits, and every order for %.',
  fix: 'Compare the whole number with =, never with LIKE.',
  catches: ['breaks-on-unknown-invoice', 'finds-orders-by-beginning'],
  async run(trial) {
    const parts = [
      (id: string) => id.slice(0, -1),
      (id: string) => id.slice(0, 3),
      () => '%',
      () => '*',
      () => '',
    ]
    await lies(
      trial,
      parts.map((alter) => (body) => {
        const invoiceId = alter(String(body.invoiceId))
        return { body: { ...body, invoiceId }, manner: { about: `invoiceId: "${invoiceId}"` } }
      }),
    )
  },
}
