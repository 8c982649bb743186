import type { Case } from '../case.ts'
import { readOrRefused } from '../promise.ts'

export const chunkedBody: Case = {
  name: 'chunked-body',
  promise: 'A body without Content-Length, in chunks, is read or refused, never swallowed.',
  why: 'A proxy may pass a body on in chunks; a reader of Content-Length alone finds it empty, and says 200.',
  fix: 'Let your HTTP library read the body, or answer 411.',
  catches: ['swallows-chunks'],
  run: (trial) =>
    readOrRefused(trial, { chunked: true, about: 'the body in chunks, without Content-Length' }),
}
