import fc from 'fast-check'
import { person, secrets } from './person.ts'

/** Where an archive may hold a buyer: any of these anywhere, a name only where a field says that it is one. */
const anywhere = [
  person.ip,
  person.email,
  person.phone,
  person.spacedPhone,
  person.pan,
  person.spacedPan,
  secrets.token,
]
const named: [string, string][] = [
  ...['name', 'NAME', 'payerName', 'cardHolder'].map((field): [string, string] => [field, person.ownName]),
  ['client_secret', secrets.client],
  ...['accountId', 'acountId', 'account_id'].map((field): [string, string] => [field, person.account]),
]
const field = fc.oneof(
  fc.constantFrom(...named),
  fc.tuple(fc.constantFrom('data', 'x', 'note', 'Referer', 'cookie', 'p[]'), fc.constantFrom(...anywhere)),
  fc.tuple(
    fc.constantFrom('amount', 'code', 'status', 'id', 'reasonCode', 'dateTime'),
    fc.string({ maxLength: 12 }),
  ),
)
const fields = fc
  .array(field, { maxLength: 5 })
  .map((list) => Object.fromEntries(list) as Record<string, string>)
const listed = fields.map((pairs) => Object.entries(pairs).map(([name, value]) => ({ name, value })))

const event = fc
  .tuple(
    fields,
    fc.constantFrom('ok', 'error', undefined),
    fc.constantFrom(0, 484, 467, -1, 99_999, '00'),
    fc.constantFrom('CHARGE', 'AUTH', 'REFUND', 'CANCEL', 'FAILED', undefined),
    fc.constantFrom('770012340', '770012341'),
  )
  .map(([more, code, reasonCode, status, number]) => ({
    ...more,
    code,
    reasonCode,
    status,
    invoiceId: number,
    amount: 10,
  }))
const body = fc.oneof(
  event,
  fields,
  fc.tuple(fields, event).map(([outer, inner]) => ({ ...outer, transaction: inner })),
  event.map((one) => ({ data: JSON.stringify(one) })),
)
const text = fc.oneof(
  { weight: 6, arbitrary: body.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: fields.map((one) => String(new URLSearchParams(one))) },
  fc.string({ maxLength: 20 }),
  body.map((one) => JSON.stringify(one).slice(0, -3)),
)
const content = fc.oneof(
  text.map((said) => ({ text: said })),
  text.map((said) => ({ text: Buffer.from(said).toString('base64'), encoding: 'base64' })),
  fc.constantFrom(null, 7, {}, { text: 7 }, { text: '%%%', encoding: 'base64' }),
)
const path = fc.constantFrom(
  ...['/hook', '/oauth2/token', '/payment/cryptopay', '/payments/cards/auth', '/cards/customer-of-mine-4711'],
  ...['/check-status/payment/transaction/770012340', '/operation/770012340', '/%E0%A4%A', ''],
)
const entry = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        startedDateTime: fc.constantFrom('2026-03-02T05:00:00Z', '2026-03-02T05:09:00Z', 'yesterday', 5),
        request: fc.record(
          {
            method: fc.constantFrom('GET', 'POST', 5),
            url: fc
              .tuple(path, fields)
              .map(([at, q]) => `https://test-epay-api.epayment.kz${at}?${new URLSearchParams(q)}`),
            ...{ headers: listed, cookies: listed, queryString: listed },
            postData: fc.oneof(
              text.map((said) => ({ mimeType: 'application/json', text: said })),
              listed.map((params) => ({ mimeType: 'multipart/form-data', params })),
              fc.constantFrom(null, 'x', { params: [null, 3] }),
            ),
          },
          { requiredKeys: ['url', 'method'] },
        ),
        response: fc.record({
          status: fc.constantFrom(200, 400, 503, 'no'),
          headers: listed,
          cookies: listed,
          content,
        }),
      },
      { requiredKeys: ['request', 'response'] },
    ),
  },
  fc.constantFrom(null, 7, [], { request: null }, { response: { content: { text: '{' } } }),
)
/** As the text of a file: well formed most of the time, with a buyer in any corner of it. */
export const har = fc.array(entry, { maxLength: 6 }).map((entries) => JSON.stringify({ log: { entries } }))
