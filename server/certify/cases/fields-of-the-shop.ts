import type { Case } from '../case.ts'

export const fieldsOfTheShop: Case = {
  name: 'fields-of-the-shop',
  promise: 'Fields in a postlink that are called like your own change nothing.',
  why: 'Anyone who copies the body over the order lets the sender write the order.',
  fix: 'Take the fields you need by name; never merge a body into a record.',
  catches: ['crashes-on-unknown-fields', 'merges-the-postlink'],
  async run(trial) {
    const order = await trial.order()
    const declined = await trial.declineUnheard(order)
    const own = { state: 'paid', status: 'paid', paid: order.amount, isPaid: true, shipments: 1, times: 1 }
    const body = { ...trial.bodyOf(declined), ...own }
    trial.expectCalm(await trial.deliver(declined, body, { about: 'a failure with state: paid in it' }))
    await trial.expectUnpaid(order)
  },
}
