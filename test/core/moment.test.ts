import { hash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { accessToken, digits, reference, uuid } from '../../server/core/moment.ts'

const hex = fc.string().map((text) => hash('sha256', text))

t.test('any draw makes a token, a uuid and digits of their form', async (t) => {
  fc.assert(
    fc.property(hex, (drawn) => {
      return (
        /^[A-Z0-9]{22}$/.test(accessToken(drawn)) &&
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid(drawn)) &&
        /^\d{6}$/.test(digits(drawn, 6))
      )
    }),
  )
  t.pass()
})

t.test('a reference begins with the year’s last digit and the day of the year in Kazakhstan', async (t) => {
  for (const [at, head] of [
    ['2025-02-12T09:42:51+05:00', '5043'],
    ['2025-01-01T00:00:00+05:00', '5001'],
    ['2024-12-31T23:59:59+05:00', '4366'],
    ['2024-12-31T19:00:00Z', '5001'],
    ['2030-12-31T12:00:00Z', '0365'],
  ] as const) {
    const made = reference(hash('sha256', at), Date.parse(at))
    t.match(made, /^\d{12}$/)
    t.equal(made.slice(0, 4), head, at)
  }
})
