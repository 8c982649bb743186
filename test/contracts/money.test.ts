import fc from 'fast-check'
import t from 'tap'
import { fromTiyn, moneyText, toTiyn } from '../../contracts/money.ts'

const largest = 100_000_000_000

t.test('every whole number of tiyn survives the bank’s form and back', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: largest }), (tiyn) => toTiyn(fromTiyn(tiyn)) === tiyn),
    { numRuns: 2000 },
  )
  t.pass()
})

t.test('every amount a merchant writes with two decimals is the tiyn it names', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.integer({ min: 0, max: 99 }), (whole, part) => {
      const written = `${whole}.${String(part).padStart(2, '0')}`
      return toTiyn(Number(written)) === whole * 100 + part
    }),
    { numRuns: 2000 },
  )
  t.pass()
})

t.test('a third decimal is no money', async (t) => {
  for (const amount of [0.001, 19.905, 1.999, 100.001, 999_999.995]) {
    t.equal(toTiyn(amount), undefined, String(amount))
  }
})

t.test('amounts that binary fractions cannot hold are still money', async (t) => {
  for (const [amount, tiyn] of [
    [0, 0],
    [0.1 + 0.2, 30],
    [19.9, 1990],
    [1.15, 115],
    [4.35, 435],
    [1_000_000_000, largest],
    [999_999_999.99, 99_999_999_999],
  ] as const) {
    t.equal(toTiyn(amount), tiyn, String(amount))
  }
})

t.test('people read groups of three and a comma', async (t) => {
  for (const [tiyn, currency, text] of [
    [0, 'KZT', '0 ₸'],
    [10_000, 'KZT', '100 ₸'],
    [1_250, 'USD', '12,50 $'],
    [5, 'EUR', '0,05 €'],
    [123_456_789, 'KZT', '1 234 567,89 ₸'],
    [100_000_000, 'RUB', '1 000 000 ₽'],
    [99_900, 'KGS', '999 KGS'],
  ] as const) {
    t.equal(moneyText(tiyn, currency).replaceAll('\u00a0', ' '), text)
  }
})

t.test('money never breaks across lines', async (t) => {
  t.notMatch(moneyText(123_456_789, 'KZT'), / /)
})
