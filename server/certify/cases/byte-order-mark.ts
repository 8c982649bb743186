import type { Case } from '../case.ts'
import { readOrRefused } from '../promise.ts'

export const byteOrderMark: Case = {
  name: 'byte-order-mark',
  promise: 'A byte order mark before the JSON is read or refused, never swallowed.',
  why: 'Some servers put one before UTF-8; JSON.parse stumbles over it, and a catch-all says 200.',
  fix: 'Strip the mark before parsing, or answer 400.',
  catches: ['swallows-what-it-cannot-read', 'swallows-a-mark'],
  async run(trial) {
    await readOrRefused(trial, (body) => ({
      text: `\uFEFF${JSON.stringify(body)}`,
      about: 'a byte order mark first',
    }))
  },
}
