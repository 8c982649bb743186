import type { Case } from '../case.ts'
import { oddButTrue, without } from '../promise.ts'

export const customerIdSpelling: Case = {
  name: 'customer-id-spelling',
  promise: 'acountId for accountId makes no difference.',
  why: 'The bank’s documents print acountId on success and accountId on failure; either may come.',
  fix: 'Read both spellings, or do without: the order knows its customer.',
  catches: ['requires-account-id'],
  async run(trial) {
    for (const name of ['acountId', 'accountId']) {
      await oddButTrue(trial, (body) => ({
        body: { ...without(body, ['acountId', 'accountId']), [name]: body.accountId ?? body.acountId },
        manner: { about: `only ${name}` },
      }))
    }
  },
}
