import type { Body } from '../bank.ts'
import type { Case } from '../case.ts'
import { lies, without } from '../promise.ts'

export const nothingForZero: Case = {
  name: 'nothing-for-zero',
  promise: 'A reasonCode that is missing, null or empty is no reasonCode 0.',
  why: 'Number(null), Number("") and Number([]) are 0 in many languages: a body without a code reads like a success.',
  fix: 'Require the number 0 or the text "0" or "00"; everything else is no success.',
  catches: ['trusts-the-code', 'takes-nothing-for-zero'],
  async run(trial) {
    const nothings = [null, '', [], false].map((reasonCode) => (body: Body) => ({
      body: { ...body, reasonCode },
      manner: { about: `reasonCode: ${JSON.stringify(reasonCode)}` },
    }))
    await lies(trial, [
      ...nothings,
      (body) => ({ body: without(body, ['reasonCode']), manner: { about: 'no reasonCode' } }),
    ])
  },
}
