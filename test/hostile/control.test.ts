import t from 'tap'
import { storm } from './storm.ts'

t.test('hostile requests to the control API, the dashboard and the sample shop leave them standing', (t) =>
  storm(t, { part: /^\/(_sandbox|w\/)/, whole: 15_000 }),
)
