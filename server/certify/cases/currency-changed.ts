import type { Case } from '../case.ts'
import { lie } from '../promise.ts'

export const currencyChanged: Case = {
  name: 'currency-changed',
  promise: 'A postlink in another currency than the order’s does not pay it.',
  why: 'A thousand of a cheaper currency is not a thousand tenge.',
  fix: 'Compare currency together with amount.',
  catches: ['trusts-the-currency'],
  run: (trial) =>
    lie(trial, (body) => {
      const currency = body.currency === 'KZT' ? 'RUB' : 'KZT'
      return { body: { ...body, currency }, manner: { about: `currency: ${currency}` } }
    }),
}
