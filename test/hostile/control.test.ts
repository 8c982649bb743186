import t from 'tap'
import { storm } from './storm.ts'

t.test(
  '20,000 hostile requests to the control API, the dashboard and the sample shop leave them standing',
  (t) => storm(t, { part: /^\/(_sandbox|w\/)/, cases: 20_000 }),
)
