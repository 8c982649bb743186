import { pathOf } from './openapi.ts'
import { operationWords, tags } from './operation-words.ts'
import { type Operation, type OperationId, operations } from './operations.ts'
import { callsOf, firstOf, type RecordedCall, type Story } from './recorded.ts'

/**
 * Runs before each request of the collection: a fresh token for the order {{invoiceId}}, and a new order before each
 * payment. One token does for all that follows a payment, too.
 */
export const preRequestScript = `const variable = (name) => pm.collectionVariables.get(name)
if (pm.request.headers.get('x-new-order')) {
  const orders = Number(variable('orders')) + 1
  pm.collectionVariables.set('orders', String(orders))
  pm.collectionVariables.set('invoiceId', pm.variables.replaceIn('{{$timestamp}}') + String(orders).padStart(3, '0'))
  pm.request.headers.remove('x-new-order')
}
if (!pm.request.url.toString().includes('/oauth2/token')) {
  const fields = {
    grant_type: 'client_credentials',
    scope: 'webapi usermanagement email_send verification statement statistics payment',
    client_id: variable('clientId'),
    client_secret: variable('clientSecret'),
    invoiceID: variable('invoiceId'),
    amount: variable('amount'),
    currency: 'KZT',
    terminal: variable('terminal'),
  }
  pm.sendRequest({
    url: variable('baseUrl') + '/oauth2/token',
    method: 'POST',
    header: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: { mode: 'urlencoded', urlencoded: Object.entries(fields).map(([key, value]) => ({ key, value })) },
  }, (error, response) => {
    if (!error) pm.collectionVariables.set('token', response.json().access_token)
  })
}
`

/** Runs after each answer: the transaction of a payment is what charge, cancel and refund ask for next. */
export const testScript = `const isJson = pm.response.headers.get('content-type')?.includes('json')
const answer = isJson ? pm.response.json() : {}
if (answer.id) pm.collectionVariables.set('id', answer.id)
if (answer.billNumber) pm.collectionVariables.set('billNumber', answer.billNumber)
if (answer.cardID) pm.collectionVariables.set('cardId', answer.cardID)
`

const variables: Record<string, string> = {
  clientId: 'test',
  clientSecret: 'yF587AV9Ms94qN2QShFzVR3vFnWkhjbAK3sG',
  terminal: '67e34d63-102f-4bd1-898e-370781d0074d',
  invoiceId: '000000401',
  amount: '1000',
  orders: '0',
  token: '',
  id: '',
  billNumber: '',
  cardId: '00000000-0000-4000-8000-000000000000',
}

/** The bank's operations as a Postman collection (format 2.1), by tag, each with its recorded answers. */
export const toPostman = ({ base, story }: { base: string; story: Story }) => ({
  info: {
    name: 'Halyk ePay, as epay-sandbox emulates it',
    description:
      'Set baseUrl, clientId, clientSecret and terminal; a fresh token is taken before each request.',
    schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
  },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
  variable: Object.entries({ baseUrl: base, ...variables }).map(([key, value]) => ({ key, value })),
  event: [scriptOf('prerequest', preRequestScript), scriptOf('test', testScript)],
  item: Object.entries(tags)
    .map(([tag, description]) => ({ name: tag, description, item: itemsOf(tag, story) }))
    .filter(({ item }) => item.length > 0),
})

const scriptOf = (listen: string, text: string) => ({
  listen,
  script: { type: 'text/javascript', exec: text.split('\n') },
})

const itemsOf = (tag: string, story: Story) =>
  (Object.entries(operations) as [OperationId, Operation][])
    .filter(([id]) => operationWords[id].tag === tag)
    .map(([id, row]) => toItem(id, row, story))

const toItem = (id: OperationId, row: Operation, story: Story) => {
  const calls = firstOf(callsOf(story, id), ({ name }) => name)
  return {
    name: row.summary,
    request: toRequest(id, row, calls.find(({ status }) => status < 400) ?? calls[0]),
    response: calls.map((call) => ({
      name: call.summary,
      originalRequest: toRequest(id, row, call),
      code: call.status,
      header: [{ key: 'Content-Type', value: 'application/json' }],
      body: typeof call.answer === 'string' ? call.answer : JSON.stringify(call.answer, null, 2),
    })),
  }
}

const paying = new Set<string>(['chargeSavedCard', 'cryptopay', 'makeInvoiceLink', 'makeQr'])

const places: Record<string, string> = {
  id: 'id',
  transactionId: 'id',
  linkId: 'id',
  invoiceId: 'invoiceId',
  cardId: 'cardId',
  terminalId: 'terminal',
}

const toRequest = (id: OperationId, row: Operation, call: RecordedCall | undefined) => {
  const path = pathOf(row)
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const value = (name: string) => (places[name] ? `{{${places[name]}}}` : (call?.parameters[name] ?? ''))
  const query = Object.keys(call?.parameters ?? {}).filter((name) => !inPath.includes(name))
  const at = `{{baseUrl}}${path.replace(/\{(\w+)\}/g, ':$1')}`
  return {
    method: row.method,
    ...(row.auth === 'none' ? { auth: { type: 'noauth' } } : {}),
    header: paying.has(id)
      ? [{ key: 'x-new-order', value: 'yes', description: 'A new order number, taken off again.' }]
      : [],
    url: {
      raw: at,
      host: ['{{baseUrl}}'],
      path: path
        .slice(1)
        .replace(/\{(\w+)\}/g, ':$1')
        .split('/'),
      variable: inPath.map((name) => ({ key: name, value: value(name) })),
      query: query.map((key) => ({
        key,
        value: key === 'billNumber' ? '{{billNumber}}' : call?.parameters[key],
      })),
    },
    ...(call?.request ? { body: toBody(id, call.request as Record<string, unknown>) } : {}),
  }
}

const asVariables: Record<string, string> = {
  client_id: '{{clientId}}',
  client_secret: '{{clientSecret}}',
  terminal: '{{terminal}}',
  terminalId: '{{terminal}}',
  shop_id: '{{terminal}}',
  invoiceID: '{{invoiceId}}',
  invoiceId: '{{invoiceId}}',
  invoice_id: '{{invoiceId}}',
}

const toBody = (id: OperationId, request: Record<string, unknown>) => {
  const fields = Object.entries(request).map(([key, value]) => [key, asVariables[key] ?? value])
  if (id !== 'token') {
    const raw = JSON.stringify(Object.fromEntries(fields), null, 2)
    return { mode: 'raw', raw, options: { raw: { language: 'json' } } }
  }
  return { mode: 'urlencoded', urlencoded: fields.map(([key, value]) => ({ key, value })) }
}
