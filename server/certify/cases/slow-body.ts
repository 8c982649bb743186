import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

const slow = { pieces: 5, overMs: 300 }

export const slowBody: Case = {
  name: 'slow-body',
  promise: 'A body that arrives in pieces is waited for.',
  why: 'TCP promises no whole messages: on a bad line the body comes in several reads.',
  fix: 'Read until Content-Length bytes have come; one read() is not the body.',
  catches: ['reads-one-piece'],
  run: (trial) => oddButTrue(trial, () => ({ manner: { slow, about: 'the body in five pieces' } })),
}
