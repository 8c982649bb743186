import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import t from 'tap'
import { request } from 'undici'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import { askStatus, bearer, chargeBody, payThroughPage, serviceToken, tokenForm, tokenOf } from '../world.ts'
import { approved, openFound } from './findings/asking.ts'
import { twoStages } from './operating.ts'

const form = 'application/x-www-form-urlencoded'

/** Bytes under a label, as they are: no client of ours adds anything. */
const post = async (
  sandbox: Sandbox,
  path: string,
  body: Buffer | string,
  headers: Record<string, string>,
) => {
  const answer = await request(`${sandbox.url}${path}`, { method: 'POST', headers, body })
  const text = await answer.body.text()
  return {
    status: answer.statusCode,
    text,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
    findings: String(answer.headers['x-epay-sandbox-findings'] ?? '').split(', '),
  }
}

const askToken = (sandbox: Sandbox, body: Buffer | string, headers: Record<string, string>) =>
  post(sandbox, '/epay2/oauth2/token', body, headers)

/** Cyrillic letters as windows-1251 has them. */
const cyrillic = (text: string) =>
  Buffer.from(
    [...text].map((letter) =>
      letter === 'ё' ? 0xb8 : letter >= 'А' ? letter.charCodeAt(0) - 0x350 : letter.charCodeAt(0),
    ),
  )

const inForm = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

t.test('a form in windows-1251 is read as labelled, escaped or not', async (t) => {
  const { sandbox, of } = await openFound(t)
  const escaped = [...cyrillic('Чай')].map((byte) => `%${byte.toString(16)}`).join('')
  const known = inForm(tokenForm())
  for (const bytes of [
    `${known}&secret_hash=${escaped}+1`,
    Buffer.concat([Buffer.from(`${known}&secret_hash=`), cyrillic('Чай 1')]),
  ]) {
    const { status, findings } = await askToken(sandbox, bytes, {
      'content-type': `${form}; charset=windows-1251`,
    })
    t.equal(status, 200)
    t.ok(findings.includes('odd-bytes'))
  }
  matches(t, await of('odd-bytes'), { severity: 'warning', message: /charset=windows-1251/, count: 2 })
  await payThroughPage(sandbox)
})

const charge = async (sandbox: Sandbox, bytes: (text: string) => Buffer, headers: Record<string, string>) => {
  const text = JSON.stringify(chargeBody(approved, { description: 'Чай' }))
  const token = await tokenOf(sandbox)
  return post(sandbox, '/payments/cards/auth', bytes(text), { ...bearer(token), ...headers })
}

for (const [charset, bytes] of [
  ['windows-1251', cyrillic],
  ['CP1251', cyrillic],
  ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
  ['"UTF-8"', (text: string) => Buffer.from(`\uFEFF${text}`)],
] as const) {
  t.test(`JSON in ${charset} is read as labelled`, async (t) => {
    const { sandbox } = await openFound(t)
    const { status, body, findings } = await charge(sandbox, bytes, {
      'content-type': `application/json; charset=${charset}`,
    })
    matches(t, { status, body }, { status: 200, body: { description: 'Чай' } })
    t.equal(findings.includes('odd-bytes'), charset !== '"UTF-8"')
  })
}

t.test('a charset nobody knows is refused by its name; bytes that are no UTF-8 are found', async (t) => {
  const { sandbox, of } = await openFound(t)
  const unknown = await charge(sandbox, Buffer.from, { 'content-type': 'application/json; charset=klingon' })
  matches(t, unknown, { status: 415, text: /charset=klingon is not known here: send UTF-8/ })
  const { findings } = await charge(sandbox, cyrillic, { 'content-type': 'application/json' })
  t.ok(findings.includes('odd-bytes'))
  matches(t, await of('odd-bytes'), { message: /bytes of another charset/ })
})

const packings = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  'deflate ': deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  'gzip, br': (bytes: Buffer) => brotliCompressSync(gzipSync(bytes)),
}

for (const [coding, pack] of Object.entries(packings)) {
  t.test(`a body packed with ${coding} by ${pack.name || 'both'} is unpacked`, async (t) => {
    const { sandbox, of } = await openFound(t)
    const headers = { 'content-encoding': coding.trim() }
    const packed = (text: string) => pack(Buffer.from(text))
    const asForm = await askToken(sandbox, packed(inForm(tokenForm())), { ...headers, 'content-type': form })
    t.equal(asForm.status, 200)
    const asJson = await charge(sandbox, packed, { ...headers, 'content-type': 'application/json' })
    matches(t, asJson, { status: 200, body: { description: 'Чай' } })
    matches(t, await of('odd-bytes'), { severity: 'warning', message: /Content-Encoding/ })
  })
}

t.test(
  'a coding nobody reads, a false one and one that unfolds without end are refused as that',
  async (t) => {
    const { sandbox } = await openFound(t)
    const ask = (body: Buffer, coding: string) =>
      askToken(sandbox, body, { 'content-type': form, 'content-encoding': coding })
    const plain = Buffer.from(inForm(tokenForm()))
    matches(t, await ask(plain, 'compress'), {
      status: 415,
      text: /Content-Encoding: compress is not read: send gzip, deflate, br/,
    })
    matches(t, await ask(plain, 'gzip'), {
      status: 400,
      text: /says Content-Encoding: gzip and cannot be unpacked/,
    })
    matches(t, await ask(gzipSync(Buffer.alloc(4_000_000)), 'gzip'), {
      status: 413,
      text: /larger than 256 KiB/,
    })
    t.equal((await ask(plain, 'identity')).status, 200)
  },
)

const boundary = '----somewhere'

/** Parts as raw text: each header line as a client would write it. */
const partsOf = (fields: [headers: string, value: Buffer | string][]) =>
  Buffer.concat([
    ...fields.flatMap(([headers, value]) => [
      Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])

const parts = `multipart/form-data; boundary=${boundary}`
const plainParts = (given: Record<string, string> = {}) =>
  Object.entries({ ...tokenForm(), ...given }).map(([name, value]): [string, string] => [
    `Content-Disposition: form-data; name="${name}"`,
    value,
  ])

const labels = {
  'a type and a charset (.NET)': (name: string) =>
    `Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=${name}`,
  'a type, a coding and a length (Java)': (name: string) =>
    [
      `Content-Disposition: form-data; name="${name}"`,
      'Content-Type: text/plain;charset=UTF-8',
      'Content-Transfer-Encoding: 8bit',
      'Content-Length: 0',
    ].join('\r\n'),
  'application/octet-stream without a file name': (name: string) =>
    `Content-Disposition: form-data; name="${name}"\r\nContent-Type: application/octet-stream`,
}

for (const [label, header] of Object.entries(labels)) {
  t.test(`parts with ${label} are fields`, async (t) => {
    const { sandbox } = await openFound(t)
    const body = partsOf(Object.entries(tokenForm()).map(([name, value]) => [header(name), value]))
    t.equal((await askToken(sandbox, body, { 'content-type': parts })).status, 200)
  })
}

t.test('a part in windows-1251 is read as labelled, and a part of JSON is what it says', async (t) => {
  const { sandbox } = await openFound(t)
  const disposition = (name: string) => `Content-Disposition: form-data; name="${name}"\r\nContent-Type: `
  const fields: [string, Buffer | string][] = Object.entries(chargeBody(approved)).map(([name, value]) => [
    `${disposition(name)}${name === 'cardId' ? 'application/json' : 'text/plain'}`,
    name === 'cardId' ? JSON.stringify(value) : String(value),
  ])
  const spoken = fields.map(([header, value]): [string, Buffer | string] =>
    header.includes('"description"') ? [`${header}; charset=windows-1251`, cyrillic('Чай')] : [header, value],
  )
  const headers = { ...bearer(await tokenOf(sandbox)), 'content-type': parts }
  const { status, body, findings } = await post(sandbox, '/payments/cards/auth', partsOf(spoken), headers)
  matches(t, { status, body }, { status: 200, body: { description: 'Чай' } })
  t.ok(findings.includes('odd-bytes'))
})

t.test('parts under the label of a form, set by hand, are read and found', async (t) => {
  const { sandbox, of } = await openFound(t)
  for (const type of [form, 'text/plain', 'multipart/mixed'])
    t.equal((await askToken(sandbox, partsOf(plainParts()), { 'content-type': type })).status, 200, type)
  matches(t, await of('odd-bytes'), { severity: 'warning', message: /parts labelled/ })
  matches(t, await askToken(sandbox, partsOf(plainParts()), { 'content-type': 'multipart/form-data' }), {
    status: 400,
    text: /its label names no boundary/,
  })
})

for (const [what, header, said] of [
  [
    'a file',
    'Content-Disposition: form-data; name="scope"; filename="a.txt"',
    /The part scope of the body is a file/,
  ],
  [
    'a coded part',
    'Content-Disposition: form-data; name="scope"\r\nContent-Transfer-Encoding: base64',
    /The part scope of the body is coded base64: send its text as it is/,
  ],
  ['a part without a name', 'Content-Disposition: form-data', /a part has no name/],
  [
    'false JSON',
    'Content-Disposition: form-data; name="scope"\r\nContent-Type: application/json',
    /The part scope of the body is labelled application\/json and is none/,
  ],
] as const) {
  t.test(`${what} is refused as that`, async (t) => {
    const { sandbox } = await openFound(t)
    const body = partsOf([...plainParts(), [header, 'payment']])
    matches(t, await askToken(sandbox, body, { 'content-type': parts }), { status: 400, text: said })
  })
}

t.test('XML is refused as XML', async (t) => {
  const { sandbox } = await openFound(t)
  const answer = await askToken(sandbox, '<token/>', { 'content-type': 'application/xml' })
  matches(t, answer, { status: 415, text: /The body is XML: send a form/ })
})

const nothings: [string, Record<string, string>][] = [
  ['', {}],
  ['', { 'content-type': 'application/json' }],
  ['', { 'content-type': form }],
  ['[]', { 'content-type': 'application/json' }],
  ['[]', { 'content-type': form }],
  ['[ ]', {}],
  ['{}', { 'content-type': 'application/json' }],
  ['null', { 'content-type': 'application/json' }],
  ['""', { 'content-type': 'application/json' }],
  ['  \r\n', { 'content-type': 'text/plain' }],
  ['', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
]

for (const [body, headers] of nothings) {
  const label = Object.values(headers).join(' and ') || 'no label'
  t.test(`an operation with the body ${JSON.stringify(body)} under ${label} moves the whole`, async (t) => {
    const { sandbox } = await openFound(t)
    await payThroughPage(sandbox, { token: { terminal: twoStages }, order: { terminal: twoStages } })
    const { id } = (await sandbox.payments())[0] ?? {}
    const token = await serviceToken(sandbox, twoStages)
    for (const [operation, status] of [
      ['charge', 'CHARGE'],
      ['refund', 'REFUND'],
    ] as const) {
      const answer = await post(sandbox, `/operation/${id}/${operation}`, body, {
        ...headers,
        ...bearer(token),
      })
      matches(t, answer, { status: 200, text: '' }, operation)
      matches(t, await askStatus(sandbox, token, '000000001'), {
        body: { transaction: { statusName: status } },
      })
    }
  })
}
