import t from 'tap'
import { printedMessages } from '../../contracts/printed-messages.ts'
import { readerOf } from '../../contracts/reader.ts'
import { toStandardSchemas } from '../../contracts/standard-schemas.ts'
import { TokenRequest } from '../../contracts/token.ts'
import { matches } from '../matches.ts'
import { share } from '../share.ts'
import { validatorsOf } from '../validators.ts'

const schemas = toStandardSchemas()

/** Every amount sub-schema of the published messages, once each. */
const amountSchemas = () => {
  const found = new Map<string, object>()
  for (const [message, { properties = {} }] of Object.entries(schemas)) {
    const field = (properties as Record<string, object>).amount
    if (field) found.set(JSON.stringify(field), { title: message, ...field })
  }
  return [...found.values()]
}

t.test('amounts of 0.01 to 10,000.00 are right for three validators, one in ten of them', async (t) => {
  const subSchemas = amountSchemas()
  t.ok(subSchemas.length >= 3)
  for (const [i, schema] of subSchemas.entries()) {
    const validators = await validatorsOf(`amount-${i}`, schema)
    for (const [name, valid] of Object.entries(validators)) {
      const wrong: number[] = []
      for (let tiyn = share === 1 ? 1 : 1 + (i % 10); tiyn <= 1_000_000; tiyn += share === 1 ? 1 : 10) {
        if (!valid(tiyn / 100)) wrong.push(tiyn / 100)
      }
      t.same(
        [8.29, 19.99, 0.07].filter((amount) => !valid(amount)),
        [],
        name,
      )
      t.same(wrong, [], name)
    }
  }
})

t.test('a third decimal is refused by the reader alone', async (t) => {
  const request = { ...(printedMessages.TokenRequest?.[0] as object), amount: 10.005, currency: 'KZT' }
  const { ajv } = await validatorsOf('token-request-decimals', schemas.TokenRequest ?? {})
  t.equal(ajv?.(request), true)
  matches(t, readerOf(TokenRequest)(request).violations, [{ where: 'amount', got: '10.005' }])
})

t.test("the bank's printed samples pass three validators untouched", async (t) => {
  for (const [message, samples] of Object.entries(printedMessages)) {
    const validators = await validatorsOf(`printed-${message}`, schemas[message] ?? {})
    for (const [name, valid] of Object.entries(validators)) {
      for (const [i, sample] of samples.entries()) t.ok(valid(sample), `${message} ${i} ${name}`)
    }
  }
})
