import t from 'tap'
import { storm } from './storm.ts'

t.test("20,000 hostile requests to the payment page and the issuer's leave them standing", (t) =>
  storm(t, { part: /^\/(payform|redesign-payform|acs|homebank)/, cases: 20_000 }),
)
