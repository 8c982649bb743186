import type { Case } from '../case.ts'

export const successOnce: Case = {
  name: 'success-once',
  promise: 'A paid order becomes paid, with the amount that was paid.',
  why: 'Everything else rests on it: a buyer whose money was taken gets what was bought.',
  fix:
    'Check the address in postLink, read the JSON body, find the order by invoiceId, and save that ' +
    'it is paid before you answer 200.',
  catches: ['answers-with-a-redirect'],
  async run(trial) {
    const order = await trial.order()
    await trial.expectUnpaid(order)
    const paid = await trial.pay(order)
    const answer = trial.bed.bank.postlinkOf(paid)?.attempts.at(-1)?.answer
    if (answer) trial.expectAcknowledged(answer)
    await trial.expectPaid(order)
  },
}
