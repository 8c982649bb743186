import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const keyOrder: Case = {
  name: 'key-order',
  promise: 'The order of the fields in a postlink makes no difference.',
  why: 'JSON promises none; a signature or a regular expression over the text breaks when it changes.',
  fix: 'Parse the JSON and read the fields by name.',
  catches: ['reads-keys-in-order'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({
      body: Object.fromEntries(Object.entries(body).reverse()),
      manner: { about: 'the fields in reverse' },
    })),
}
