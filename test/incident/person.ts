/** A buyer nobody is: the numbers are of no card, no telephone and no computer that is in use. */
export const person = {
  name: 'AIGERIM SAMPLE',
  ownName: 'Айгерім Үлгіқызы',
  email: 'aigerim.sample@example.kz',
  phone: '77010000001',
  spacedPhone: '+7 (701) 000-00-01',
  ip: '203.0.113.77',
  pan: '4405639704015096',
  spacedPan: '4405 6397 0401 5096',
  account: 'customer-of-mine-4711',
  description: 'Tea for Aigerim',
}
export const secrets = {
  client: 'a-real-secret-0123',
  token: 'ABCDEFGH1JKLMNOPQRST_2',
  session: 'session-of-aigerim-99',
}
export const invoiceId = '770012340'

const [failed, paid] = ['0d8f2f5a-4f2e-4f0c-8d8e-1c2b3a4d5e6f', '5f3c1c9e-8a65-4d0b-9c1e-0a8f6d2b7a11']

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

export const postlink = (more: object = {}) => ({
  ...{ accountId: person.account, amount: 4990, approvalCode: '172609', cardMask: '440563...5096' },
  ...{ cardType: 'VISA', code: 'ok', currency: 'KZT', dateTime: '2026-03-02T10:00:00.5+05:00' },
  ...{ description: person.description, email: person.email, id: paid, invoiceId, ip: person.ip },
  ...{ ipCity: 'Almaty', issuer: 'A bank', language: 'rus', name: person.name, phone: person.phone },
  ...{ reason: 'success', reasonCode: 0, reference: '506107203514', secure: 'yes', terminal: '67e34d63' },
  // What the shop gave with its order, packed as shops pack it.
  data: base64({ buyer: { name: person.ownName, phone: person.spacedPhone } }),
  ...more,
})

export const declined = postlink({
  ...{ id: failed, code: 'error', reason: 'Not sufficient funds', reasonCode: 484 },
  dateTime: '2026-03-02T09:58:00+05:00',
})

const status = {
  resultCode: '100',
  resultMessage: 'SUCCESS',
  transaction: {
    ...{ id: paid, createdDate: '2026-03-02T10:00:00+05:00', invoiceID: invoiceId, amount: 4990 },
    ...{ currency: 'KZT', accountID: person.account, email: person.email, phone: person.phone },
    ...{ name: person.name, ip: person.ip, statusID: '2', statusName: 'CHARGE', reasonCode: '00' },
  },
}

type Pairs = Record<string, string>
const listOf = (pairs: Pairs) => Object.entries(pairs).map(([name, value]) => ({ name, value }))

interface Exchanged {
  at: string
  url: string
  query?: Pairs
  json?: unknown
  form?: Pairs
  answer: { status: number; json?: unknown; packed?: unknown }
}

/** As browsers and proxies write one, with the buyer wherever one may be. */
const entryOf = ({ at, url, query = {}, json, form, answer }: Exchanged) => ({
  ...{ startedDateTime: at, time: 120.4, cache: {}, timings: { send: 0, wait: 120, receive: 0 } },
  ...{ serverIPAddress: person.ip, connection: '443' },
  request: {
    ...{ method: json || form ? 'POST' : 'GET', httpVersion: 'HTTP/1.1', headersSize: -1, bodySize: -1 },
    url: `${url}${Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''}`,
    queryString: listOf(query),
    headers: listOf({
      ...{ Authorization: `Bearer ${secrets.token}`, Cookie: `sid=${secrets.session}; mail=${person.email}` },
      ...{
        'X-Forwarded-For': person.ip,
        'X-Buyer': person.name,
        Referer: `https://shop.example.kz/?p=${person.phone}`,
      },
    }),
    cookies: listOf({ sid: secrets.session, mail: person.email, card: person.pan }),
    ...(json ? { postData: { mimeType: 'application/json', text: JSON.stringify(json) } } : {}),
    ...(form ? { postData: { mimeType: 'application/x-www-form-urlencoded', params: listOf(form) } } : {}),
  },
  response: {
    ...{ status: answer.status, statusText: '', httpVersion: 'HTTP/1.1', redirectURL: '' },
    headers: listOf({ 'Set-Cookie': `mail=${person.email}`, 'X-Buyer': encodeURIComponent(person.ownName) }),
    cookies: listOf({ mail: person.email }),
    content: answer.packed
      ? { mimeType: 'application/json', encoding: 'base64', text: base64(answer.packed) }
      : { mimeType: 'application/json', text: JSON.stringify(answer.json ?? '') },
  },
})

const order = {
  ...{
    amount: 4990,
    currency: 'KZT',
    name: person.name,
    cryptogram: base64({ pan: person.pan, cvc: '653' }),
  },
  ...{ invoiceId, description: person.description, accountId: person.account, email: person.email },
  ...{ phone: person.phone, cardSave: true, postLink: `https://shop.example.kz/hook?of=${person.email}` },
}
const bank = 'https://test-epay-api.epayment.kz'
const hook = 'https://shop.example.kz/hook'

/** An evening of one order: declined, paid, told of twice, asked for. */
const evening: Exchanged[] = [
  {
    ...{ at: '2026-03-02T04:57:50.000Z', url: 'https://test-epay-oauth.epayment.kz/oauth2/token' },
    form: {
      ...{ grant_type: 'client_credentials', client_id: 'test', client_secret: secrets.client },
      ...{ invoiceID: invoiceId, amount: '4990', currency: 'KZT', email: person.email },
    },
    answer: { status: 200, packed: { access_token: secrets.token, expires_in: '1200' } },
  },
  {
    ...{ at: '2026-03-02T04:58:00.000Z', url: `${bank}/payment/cryptopay`, json: order },
    answer: { status: 400, json: { code: 484, message: 'Недостаточно средств' } },
  },
  {
    at: '2026-03-02T04:58:00.900Z',
    url: hook,
    query: { of: person.email },
    json: declined,
    answer: { status: 200 },
  },
  {
    ...{ at: '2026-03-02T05:00:00.000Z', url: `${bank}/payment/cryptopay`, json: order },
    answer: { status: 200, packed: { ...postlink(), code: undefined, status: 'CHARGE' } },
  },
  {
    at: '2026-03-02T05:00:00.900Z',
    url: hook,
    query: { of: person.email },
    json: postlink(),
    answer: { status: 503 },
  },
  {
    at: '2026-03-02T05:01:00.900Z',
    url: hook,
    query: { of: person.email },
    json: postlink(),
    answer: { status: 200 },
  },
  {
    ...{ at: '2026-03-02T05:02:00.000Z', url: `${bank}/check-status/payment/transaction/${invoiceId}` },
    query: { email: person.email, phone: person.spacedPhone, name: person.ownName, ip: person.ip },
    answer: { status: 200, packed: status },
  },
  {
    ...{ at: '2026-03-02T05:03:00.000Z', url: 'https://shop.example.kz/thanks' },
    query: { invoiceId, name: person.name, mail: person.email },
    answer: { status: 200, json: { hello: person.ownName } },
  },
]

export const archive = JSON.stringify({
  log: {
    ...{ version: '1.2', creator: { name: 'a browser', version: '148' }, pages: [] },
    entries: evening.map(entryOf),
  },
})

const stamped = (body: object) => JSON.stringify(body)

export const jsonLines = [declined, postlink(), postlink()].map(stamped).join('\n')

export const log = [declined, postlink(), postlink()]
  .map((body) => `2026-03-02 05:00:01 INFO ${person.ip} "${person.ownName}" postlink ${stamped(body)} (3 ms)`)
  .join('\n')

/** One postlink as somebody pastes it, with a tail of the letter it stood in. */
export const pasted = `Good day, this came for ${person.ownName}:\n${JSON.stringify(declined)}\nRegards`

export const pastedError = JSON.stringify({
  code: -1,
  message: `no order of ${person.email}, ${person.spacedPhone}, ${person.spacedPan} at ${person.ip}`,
})

export const rows = [
  {
    invoiceId,
    id: failed,
    status: 'FAILED',
    amount: 4990,
    orgAmount: 4990,
    createdDate: '2026-03-02T09:58:00+05:00',
  },
  {
    invoiceId,
    id: paid,
    status: 'CHARGE',
    amount: 4990,
    orgAmount: 4990,
    createdDate: '2026-03-02T10:00:00+05:00',
  },
].map((row) => ({
  ...row,
  ...{ currency: 'KZT', payerName: person.name, payerPhone: person.phone, payerEmail: person.email },
  ...{ accountId: person.account, description: person.description, cardMask: '440563...5096', ip: person.ip },
}))

export const register = JSON.stringify({ totalCount: rows.length, records: rows })

export const csv = (separator: string) => {
  const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`
  return [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)]
    .map((line) => line.map(cell).join(separator))
    .join('\r\n')
}

export const papers: Record<string, string> = {
  ...{ 'a HAR': archive, 'postlinks as JSON lines': jsonLines, 'postlinks in a log': log },
  ...{ 'a pasted postlink': pasted, 'a pasted error': pastedError, 'rows of the register': register },
  ...{ 'a CSV': csv(','), 'a CSV of a spreadsheet': `\uFEFF${csv(';')}` },
}

/** Whatever of the buyer or of a key is found in a text: by its letters, its digits, and packed. */
export const foundIn = (text: string): string[] => {
  const plain = text.toLowerCase()
  const digits = text.replace(/[^0-9]/g, '')
  const unpacked = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([one]) =>
    Buffer.from(one, 'base64').toString(),
  )
  const everywhere = [plain, decodeLoosely(text).toLowerCase(), ...unpacked.map((one) => one.toLowerCase())]
  return [...Object.values(person), ...Object.values(secrets)].filter((one) => {
    const isNumber = /^[+\d() .-]+$/.test(one)
    return (
      everywhere.some((place) => place.includes(one.toLowerCase())) ||
      (isNumber && one.replace(/\D/g, '').length > 9 && digits.includes(one.replace(/\D/g, '')))
    )
  })
}

const decodeLoosely = (text: string) =>
  text.replaceAll('+', ' ').replace(/(%[0-9a-f]{2})+/gi, (found) => {
    try {
      return decodeURIComponent(found)
    } catch {
      return found
    }
  })
