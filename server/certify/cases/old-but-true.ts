import type { Case } from '../case.ts'
import { oddButTrue } from '../promise.ts'

const threeDaysMs = 3 * 24 * 3600 * 1000

export const oldButTrue: Case = {
  name: 'old-but-true',
  promise: 'A postlink that took three days still pays.',
  why: 'The bank sends again what was not answered; after a long weekend the money is as true as before.',
  fix: 'Judge a postlink by its secret and the status, not by dateTime.',
  catches: ['refuses-old-postlinks'],
  run: (trial) =>
    oddButTrue(trial, (body) => {
      const dateTime = new Date(Date.parse(String(body.dateTime)) - threeDaysMs)
      const text = dateTime.toISOString().replace(/\.\d+Z$/, '+00:00')
      return { body: { ...body, dateTime: text }, manner: { about: `dateTime: ${text}` } }
    }),
}
