import type { Case } from '../case.ts'
import { lie } from '../promise.ts'

export const anotherTerminal: Case = {
  name: 'another-terminal',
  promise: 'A postlink of another merchant’s terminal pays nothing.',
  why: 'Anyone who has a terminal of their own can make true postlinks for any order number.',
  fix: 'Compare terminal with your own; the status service only answers for yours.',
  catches: ['ignores-the-terminal'],
  run: (trial) =>
    lie(trial, (body) => ({
      body: { ...body, terminal: '5f7bdf8b-f34c-4aed-bd0c-47fa1e323496' },
      manner: { about: 'the terminal of somebody else' },
    })),
}
