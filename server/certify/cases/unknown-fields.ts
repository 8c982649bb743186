import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

const more = {
  loyalty: { points: 12, level: null },
  xlsRRN: '',
  tags: ['a', 'b'],
  newFieldOfNextYear: true,
}

export const unknownFields: Case = {
  name: 'unknown-fields',
  promise: 'A postlink with fields nobody has heard of is read like any other.',
  why: 'The bank adds fields without asking; a strict reader stops taking money that day.',
  fix: 'Read the fields you need and ignore the rest; forbid no additional properties.',
  catches: ['crashes-on-unknown-fields'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({ body: { ...body, ...more }, manner: { about: 'with four more fields' } })),
}
