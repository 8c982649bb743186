import type { Case } from '../case.ts'
import { lie } from '../promise.ts'

export const okWithReasonCode: Case = {
  name: 'ok-with-reason-code',
  promise: 'code "ok" beside a reasonCode that is not 0 pays nothing.',
  why: 'The two fields may disagree; only reasonCode 0 (or the status service) says that there is money.',
  fix: 'Require both: code is "ok" and reasonCode is 0. Better still, ask the status.',
  catches: ['trusts-the-code'],
  run: (trial) =>
    lie(trial, (body) => ({
      body: { ...body, reasonCode: 484, reason: 'Insufficient funds' },
      manner: { about: 'code: ok, reasonCode: 484' },
    })),
}
