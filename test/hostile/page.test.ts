import t from 'tap'
import { storm } from './storm.ts'

t.test("15,000 hostile requests to the payment page and the issuer's leave them standing", (t) =>
  storm(t, { part: /^\/(payform|redesign-payform|acs|homebank)/, cases: 15_000 }),
)
