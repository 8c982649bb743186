import t from 'tap'
import { storm } from './storm.ts'

t.test("hostile requests to the bank's API leave it standing", (t) =>
  storm(t, { part: /^(?!\/_sandbox|\/payform|\/redesign|\/acs|\/homebank|\/w\/)/, whole: 50_000 }),
)
