import type { Rule } from '../../../contracts/rule.ts'
import type { Case } from '../case.ts'
import { chargeSavedCard } from '../saved-card.ts'

const declined: Rule['then'] = { reasonCode: 484 }
const lost: Rule['then'] = { answer: 'lost' }

export const savedCard: Case = {
  name: 'saved-card',
  promise:
    'A charge of a saved card pays its order once; a declined one does not; a lost answer is ' +
    'settled by the postlink.',
  why: 'There is no buyer to look at the page: the answer and the postlink are all the shop ever learns.',
  fix: 'Create the order before the charge; take the answer as a hint, and settle by postlink or status.',
  catches: ['trusts-the-answer-of-a-charge'],
  async run(trial) {
    if (!trial.bed.merchant.can.chargeSavedCard)
      trial.skip('certify.yaml names no savedCard: how your shop charges a saved card')
    await trial.expectPaid(await chargeSavedCard(trial))
    await trial.expectUnpaid(await chargeSavedCard(trial, declined))
    await trial.expectPaid(await chargeSavedCard(trial, lost))
  },
}
