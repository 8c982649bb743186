import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

const types = ['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'text/plain', 'none']

export const contentTypes: Case = {
  name: 'content-types',
  promise: 'JSON is read whatever content type and charset stands above it, or none.',
  why:
    'A proxy or another server of the bank may write text/plain; a reader of application/json ' +
    'alone then sees nothing.',
  fix: 'Read the raw body and parse it as JSON yourself, whatever the header says.',
  catches: ['reads-only-application-json'],
  async run(trial) {
    for (const contentType of types) {
      await oddButTrue(trial, () => ({ manner: { contentType, about: `content type ${contentType}` } }))
    }
  },
}
