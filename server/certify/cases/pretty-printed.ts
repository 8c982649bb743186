import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

export const prettyPrinted: Case = {
  name: 'pretty-printed',
  promise: 'JSON on many lines is read like JSON on one.',
  why: 'Spaces and line breaks mean nothing in JSON; a reader of lines sees an opening brace.',
  fix: 'Read the whole body, then parse it.',
  catches: ['reads-one-line'],
  run: (trial) =>
    oddButTrue(trial, (body) => ({
      manner: { text: JSON.stringify(body, null, 2), about: 'JSON on many lines' },
    })),
}
