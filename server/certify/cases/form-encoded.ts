import type { Body } from '../bank.ts'
import type { Case } from '../case.ts'
import { readOrRefused } from '../promise.ts'

const formOf = (body: Body): string =>
  new URLSearchParams(
    Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()

export const formEncoded: Case = {
  name: 'form-encoded',
  promise: 'A postlink sent as a form is read, or refused so that the bank sends it again; never swallowed.',
  why: 'An answer of 200 to a body that was not understood is the last the bank ever says about this payment.',
  fix: 'Answer 400 or 415 when you cannot read a body.',
  catches: ['swallows-what-it-cannot-read'],
  run: (trial) =>
    readOrRefused(trial, (body) => ({
      contentType: 'application/x-www-form-urlencoded',
      text: formOf(body),
      about: 'the postlink as a form',
    })),
}
