import t from 'tap'
import { storm } from './storm.ts'

t.test("50,000 hostile requests to the bank's API leave it standing", (t) =>
  storm(t, { part: /^(?!\/_sandbox|\/payform|\/redesign|\/acs|\/homebank|\/w\/)/, cases: 50_000 }),
)
