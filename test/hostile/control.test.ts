import t from 'tap'
import { storm } from './storm.ts'

t.test(
  '15,000 hostile requests to the control API, the dashboard and the sample shop leave them standing',
  (t) => storm(t, { part: /^\/(_sandbox|w\/)/, cases: 15_000 }),
)
