import t from 'tap'
import { nearName } from '../../server/readings/findings/near-name.ts'

const names = ['amount', 'invoice_id', 'terminal', 'data', 'description', 'currency', 'brand']

t.test('the longer a name, the more slips it forgives', async (t) => {
  for (const [got, meant] of [
    ['Invoice-ID', 'invoice_id'],
    ['terminal_', 'terminal'],
    ['tarmonal', 'terminal'],
    ['tarmonil', undefined],
    ['amoumt', 'amount'],
    ['amuumt', undefined],
    ['brant', 'brand'],
    ['brunt', undefined],
    ['dada', undefined],
    ['refundAmount', 'amount'],
    ['amountTenge', 'amount'],
    ['desc', 'description'],
    ['des', undefined],
    ['userdata', 'data'],
  ] as const)
    t.equal(nearName(got, names), meant, got)
})
