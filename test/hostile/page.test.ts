import t from 'tap'
import { storm } from './storm.ts'

t.test("hostile requests to the payment page and the issuer's leave them standing", (t) =>
  storm(t, { part: /^\/(payform|redesign-payform|acs|homebank)/, whole: 15_000 }),
)
