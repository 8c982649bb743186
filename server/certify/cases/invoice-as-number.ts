import type { Case } from '../case.ts'
import { lies } from '../promise.ts'

export const invoiceAsNumber: Case = {
  name: 'invoice-as-number',
  promise: 'An invoiceId that only reads like the order’s number is another order.',
  why: 'parseInt finds order 123 in "00123" and in "123abc"; the bank means what it wrote.',
  fix: 'Look orders up by the whole text of invoiceId.',
  catches: ['looks-at-the-last-six', 'breaks-on-unknown-invoice', 'finds-orders-by-number'],
  async run(trial) {
    const spellings = [(id: string) => `00${id}`, (id: string) => `${id}.0`, (id: string) => `${id}abc`]
    await lies(
      trial,
      spellings.map((spell) => (body) => {
        const invoiceId = spell(String(body.invoiceId))
        return { body: { ...body, invoiceId }, manner: { about: `invoiceId: ${invoiceId}` } }
      }),
    )
  },
}
