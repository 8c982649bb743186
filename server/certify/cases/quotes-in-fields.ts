import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const quotesInFields: Case = {
  name: 'quotes-in-fields',
  promise: 'A name with an apostrophe and a description full of signs are only text.',
  why: 'Buyers are called O’Brien; what breaks a query there is a door for anybody.',
  fix: 'Give values to queries as parameters; never build SQL, shell or templates out of text.',
  catches: ['builds-sql-by-hand'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({
      body: {
        ...body,
        name: "O'BRIEN; DROP TABLE orders; --",
        description: '"Tea" \\ {{7*7}} ${7*7} <%= 7*7 %> %s %n $(id) `id`',
      },
      manner: { about: 'quotes, templates and SQL in the fields' },
    })),
}
