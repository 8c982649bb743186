import type { Case } from '../case.ts'
import { lies, without } from '../promise.ts'

export const wrongSecret: Case = {
  name: 'wrong-secret',
  promise: 'A postlink with a wrong secret_hash, or none, pays nothing.',
  why: 'The address of your endpoint is no secret: without secret_hash anybody with curl pays their own order.',
  fix:
    'Send a random secret_hash with each token request, keep it with the order, and compare; or ' +
    'believe the status service alone.',
  catches: ['ignores-the-secret', 'needs-no-secret', 'takes-an-empty-secret'],
  async run(trial) {
    const secret_hash = '00000000000000000000000000000000'
    const about = 'no secret_hash'
    await lies(trial, [
      (body) => ({ body: { ...body, secret_hash }, manner: { about: 'a wrong secret_hash' } }),
      (body) => ({ body: without(body, ['secret_hash']), manner: { about } }),
      (body) => ({ body: { ...body, secret_hash: '' }, manner: { about: 'an empty one' } }),
    ])
  },
}
