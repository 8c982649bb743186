import type { Case } from '../case.ts'

export const sameLastSix: Case = {
  name: 'same-last-six',
  promise: 'No two orders end in the same six digits, and a postlink finds its order by the whole number.',
  why: 'The bank takes orders with equal last six digits for one order and refuses the second.',
  fix: 'Count order numbers up from one, digits only; look orders up by the whole invoiceId.',
  catches: ['looks-at-the-last-six'],
  async run(trial) {
    const order = await trial.order()
    for (let more = 0; more < 9; more++) await trial.order()
    const ends = trial.bed.invoiceIds.map((id) => id.slice(-6))
    const twice = ends.filter((end, i) => ends.indexOf(end) !== i)
    const got = twice.length === 0 ? 'all differ' : `${[...new Set(twice)].join(', ')} twice`
    trial.check(`the last six digits of ${ends.length} orders`, 'all differ', got, twice.length === 0)

    const declined = await trial.declineUnheard(order)
    const invoiceId = `987${order.invoiceId.slice(-6)}`
    const about = `another invoice that ends in ${order.invoiceId.slice(-6)}`
    await trial.deliver(declined, { ...trial.lieOf(declined), invoiceId }, { about })
    await trial.expectUnpaid(order)
  },
}
