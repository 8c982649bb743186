import type { Case } from '../case.ts'
import { lies } from '../promise.ts'

export const operatorsForValues: Case = {
  name: 'operators-for-values',
  promise: 'Objects, quotes and paths where texts belong find and pay no order.',
  why: '{"$ne": null} asks a document store instead of naming a secret; a quote ends a text in SQL.',
  fix: 'Require texts of the right form before you look anything up; give values to queries as parameters.',
  catches: [
    'crashes-on-unknown-fields',
    'ignores-the-secret',
    'breaks-on-unknown-invoice',
    'believes-operators',
  ],
  async run(trial) {
    const alterations: [string, object][] = [
      ['secret_hash: {"$ne": null}', { secret_hash: { $ne: null } }],
      ['invoiceId: {"$gt": ""}', { invoiceId: { $gt: '' }, secret_hash: { $gt: '' } }],
      ['invoiceId with SQL', { invoiceId: "' OR '1'='1", secret_hash: "' OR '1'='1" }],
      ['secret_hash with SQL', { secret_hash: "' OR ''='" }],
      ['invoiceId with a path', { invoiceId: '../../etc/passwd' }],
      ['a prototype', { secret_hash: 'x', constructor: { prototype: { state: 'paid' } } }],
    ]
    await lies(
      trial,
      alterations.map(([about, more]) => (body) => ({ body: { ...body, ...more }, manner: { about } })),
    )
  },
}
