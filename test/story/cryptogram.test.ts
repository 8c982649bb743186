import { execFile } from 'node:child_process'
import { constants, createPublicKey, generateKeyPairSync, publicEncrypt } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { folder } from '../folder.ts'
import { matches } from '../matches.ts'
import {
  askStatus,
  bearer,
  control,
  journalText,
  openMerchant,
  openSandbox,
  requestToken,
  settle,
  tokenOf,
} from '../world.ts'
import { answerWith, askingCard, rightCode, toIssuer } from './issuer.ts'
import { twoStages } from './operating.ts'

const script = join(import.meta.dirname, '../../fixtures/shops/node/cryptogram.js')

const pay = async (sandbox: Sandbox, ...args: string[]) => {
  const { clientId, clientSecret, terminalId } = sandbox.credentials
  const env = {
    PATH: process.env.PATH,
    EPAY_OAUTH_URL: sandbox.oauthUrl,
    EPAY_API_URL: sandbox.apiUrl,
    EPAY_CLIENT_ID: clientId,
    EPAY_CLIENT_SECRET: clientSecret,
    EPAY_TERMINAL_ID: terminalId,
  }
  return promisify(execFile)(process.execPath, [script, ...args], { env })
}

t.test('a script of node:crypto and fetch pays by cryptogram', async (t) => {
  const sandbox = await openSandbox(t)
  t.ok(readFileSync(script, 'utf8').split('\n').length <= 41, 'in forty lines')
  const { stdout } = await pay(sandbox)
  const output = JSON.parse(stdout) as Record<string, unknown>
  matches(t, output, { reference: /^\d{12}$/, secure3D: null })
  matches(t, await sandbox.payments(), [
    {
      id: output.id,
      invoiceId: output.invoiceId,
      status: 'CHARGE',
      via: 'cryptogram',
      cardMask: '440563...5096',
    },
  ])
  await t.rejects(pay(sandbox, '4003032704547597', '0920', '170'), /400 465/)
})

const secretOf = (given: Record<string, unknown> = {}) => ({
  hpan: '4405639704015096',
  expDate: '0127',
  cvc: '321',
  terminalId: '67e34d63-102f-4bd1-898e-370781d0074d',
  ...given,
})

const keyOf = async (sandbox: Sandbox) => (await fetch(`${sandbox.url}/public.rsa`)).text()

const encrypt = (key: string, text: string, padding = constants.RSA_PKCS1_PADDING, oaepHash?: string) =>
  publicEncrypt({ key, padding, ...(oaepHash ? { oaepHash } : {}) }, Buffer.from(text)).toString('base64')

interface Wish {
  secret?: unknown
  cryptogram?: string
  field?: string
  body?: Record<string, unknown>
  token?: Record<string, string>
  form?: boolean
}

/** One request to cryptopay: whatever a test does not say is right. */
const cryptopay = async (
  sandbox: Sandbox,
  { secret, field = 'cryptogram', token, body, ...wish }: Wish = {},
) => {
  const text = typeof secret === 'string' ? secret : JSON.stringify(secret ?? secretOf())
  const cryptogram = wish.cryptogram ?? encrypt(await keyOf(sandbox), text)
  const accessToken = await tokenOf(sandbox, token)
  const order = { amount: 100, currency: 'KZT', invoiceId: '000000001', description: 'Tea', cardSave: false }
  const whole = { ...order, name: 'TEST TEST', [field]: cryptogram, ...body }
  const answer = await fetch(`${sandbox.apiUrl}/payment/cryptopay`, {
    method: 'POST',
    headers: { ...bearer(accessToken), ...(wish.form ? {} : { 'content-type': 'application/json' }) },
    body: wish.form ? new URLSearchParams(whole as never) : JSON.stringify(whole),
  })
  const got = (await answer.json()) as Record<string, unknown>
  return { status: answer.status, body: got, cryptogram, accessToken }
}

t.test('the answer has the fields of a saved-card charge, and the postlink and status follow', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const { status, body, accessToken } = await cryptopay(sandbox, {
    body: { postLink: merchant.url, email: 'b@shop.example', accountId: 'testuser1', data: '{"a":1}' },
  })
  t.equal(status, 200)
  matches(t, body, {
    accountId: 'testuser1',
    amount: 100,
    currency: 'KZT',
    email: 'b@shop.example',
    invoiceID: '000000001',
    reference: /^\d{12}$/,
    intReference: /^[0-9A-F]{16}$/,
    secure3D: null,
    cardID: '',
  })
  await settle(sandbox)
  matches(t, merchant.bodies(), [{ id: body.id, code: 'ok', cardMask: '440563...5096', data: '{"a":1}' }])
  matches(t, (await askStatus(sandbox, accessToken, '000000001')).body, {
    transaction: { statusName: 'CHARGE' },
  })
})

t.test(
  'the field is read in Latin and in the Cyrillic of the bank’s own SDKs, as JSON and as a form',
  async (t) => {
    const sandbox = await openSandbox(t)
    const fields = ['cryptogram', '\u0441ryptogram', 'Cryptogram']
    for (const [i, field] of [...fields, ...fields].entries()) {
      const invoiceId = String(100_001 + i)
      const wish = { field, body: { invoiceId }, token: { invoiceID: invoiceId }, form: i >= fields.length }
      matches(t, await cryptopay(sandbox, wish), { status: 200 }, `${field} ${i}`)
    }
  },
)

t.test(
  'the cryptogram may be written with spaces, keys in any order and case, numbers as numbers',
  async (t) => {
    const sandbox = await openSandbox(t)
    const secrets = [
      JSON.stringify(secretOf(), null, 2),
      JSON.stringify({ cvc: '321', terminalId: 'x', expDate: '0127', hpan: '4405639704015096' }),
      JSON.stringify({ HPAN: '4405 6397 0401 5096', ExpDate: '0127', CVC: 321 }),
    ]
    for (const [i, secret] of secrets.entries()) {
      const invoiceId = String(100_001 + i)
      const wish = { secret, body: { invoiceId }, token: { invoiceID: invoiceId } }
      matches(t, await cryptopay(sandbox, wish), { status: 200 }, secret)
    }
  },
)

const unreadable: [what: string, wish: (key: string) => Wish, message: RegExp][] = [
  [
    'garbage',
    () => ({ cryptogram: 'garbage!' }),
    /5 bytes after base64; RSA with the key of public\.rsa gives 512/,
  ],
  ['nothing', () => ({ cryptogram: '' }), /0 bytes after base64/],
  [
    'noise of the right length',
    () => ({ cryptogram: Buffer.alloc(512, 7).toString('base64') }),
    /not encrypted with this server’s public\.rsa, or no JSON inside/,
  ],
  [
    'OAEP with SHA-1',
    (key) => ({ cryptogram: encrypt(key, JSON.stringify(secretOf()), constants.RSA_PKCS1_OAEP_PADDING) }),
    /OAEP padding; the bank uses PKCS#1 v1\.5/,
  ],
  [
    'OAEP with SHA-256',
    (key) => ({
      cryptogram: encrypt(key, JSON.stringify(secretOf()), constants.RSA_PKCS1_OAEP_PADDING, 'sha256'),
    }),
    /OAEP padding; the bank uses PKCS#1 v1\.5/,
  ],
  ['no JSON inside', () => ({ secret: 'hpan=4405639704015096' }), /no JSON inside/],
  ['a list inside', () => ({ secret: '[1]' }), /an object of named fields/],
  [
    'no card number',
    () => ({ secret: secretOf({ hpan: undefined }) }),
    /hpan must be the card number, digits/,
  ],
  ['letters for a card number', () => ({ secret: secretOf({ hpan: 'AppleToken' }) }), /hpan must be/],
  ['MM/YY', () => ({ secret: secretOf({ expDate: '01/27' }) }), /expDate must be MMYY, four digits/],
  ['YYMM', () => ({ secret: secretOf({ expDate: '2713' }) }), /expDate must be MMYY/],
  ['no CVC', () => ({ secret: secretOf({ cvc: '' }) }), /cvc must be the CVC, digits/],
]

for (const [what, wish, message] of unreadable) {
  t.test(`${what} is refused in words, and nothing of the card is repeated`, async (t) => {
    const sandbox = await openSandbox(t)
    const answer = await cryptopay(sandbox, wish(await keyOf(sandbox)))
    t.equal(answer.status, 400)
    t.match(String(answer.body.message), message)
    matches(t, answer.body, { code: 3339 })
    t.notMatch(JSON.stringify(answer.body), /4405639704015096|"321"/)
    t.same(await sandbox.payments(), [])
    t.match(await journalText(sandbox), /"refused":"cryptogram unreadable"/)
  })
}

t.test('a cryptogram for another key is refused, and a setting takes it for a test card', async (t) => {
  const modulusLength = 4096
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength })
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
  const foreign = () => encrypt(pem, JSON.stringify(secretOf({ hpan: '4111111111111111' })))
  const sandbox = await openSandbox(t)
  matches(t, await cryptopay(sandbox, { cryptogram: foreign() }), { status: 400, body: { code: 3339 } })

  const lenient = await openSandbox(t, { unreadableCryptogram: 'unlocked' })
  matches(t, await cryptopay(lenient, { cryptogram: foreign() }), { status: 200 })
  matches(t, await lenient.payments(), [{ status: 'CHARGE', cardMask: '440563...5096' }])
  const other = { body: { invoiceId: '000000002' }, token: { invoiceID: '000000002' } }
  matches(t, await cryptopay(lenient, { ...other, secret: secretOf({ cvc: '999' }) }), {
    status: 400,
    body: { code: 486 },
  })

  const locked = await openSandbox(t, { unreadableCryptogram: 'locked' })
  matches(t, await cryptopay(locked, { cryptogram: foreign() }), { status: 400, body: { code: 465 } })
})

t.test('a workspace has a setting of its own for unreadable cryptograms', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'PUT', 'workspaces/sdk', { unreadableCryptogram: 'unlocked' })
  const base = `${sandbox.url}/w/sdk`
  const sdk = { ...sandbox, url: base, apiUrl: `${base}/api`, oauthUrl: `${base}/oauth2/token` }
  matches(t, await cryptopay(sdk, { cryptogram: 'the SDK’s own' }), { status: 200 })
  matches(t, await cryptopay(sandbox, { cryptogram: 'the SDK’s own' }), { status: 400 })
})

t.test('the token is looked at before the cryptogram', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await fetch(`${sandbox.apiUrl}/payment/cryptopay`, {
    method: 'POST',
    headers: { ...bearer('NOPE'), 'content-type': 'application/json' },
    body: JSON.stringify({ amount: 100, currency: 'KZT', invoiceId: '000000001', cryptogram: 'garbage' }),
  })
  t.equal(answer.status, 401)
})

t.test('zeros an SDK lost from the head of a CVC are put back', async (t) => {
  const sandbox = await openSandbox(t)
  const amex = { hpan: '377514500004820', expDate: '0128', cvc: '198' }
  matches(t, await cryptopay(sandbox, { secret: secretOf(amex) }), { status: 200 })
  const whole = { secret: secretOf({ ...amex, cvc: '0198' }), body: { invoiceId: '000000002' } }
  matches(t, await cryptopay(sandbox, { ...whole, token: { invoiceID: '000000002' } }), { status: 200 })
})

t.test('a wrong expiry, a wrong CVC and an unknown card decline as on the page', async (t) => {
  const sandbox = await openSandbox(t)
  const cases: [object, number][] = [
    [{ expDate: '0227' }, 457],
    [{ cvc: '322' }, 486],
    [{ hpan: '4111111111111111' }, 471],
    [{ hpan: panOfCode(484) }, 484],
  ]
  for (const [i, [given, code]] of cases.entries()) {
    const invoiceId = String(100_001 + i)
    const wish = { secret: secretOf(given as never), body: { invoiceId }, token: { invoiceID: invoiceId } }
    matches(t, await cryptopay(sandbox, wish), { status: 400, body: { code, message: /\w/ } })
  }
})

t.test('cardVerification saves the card and takes nothing', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { authorizationFields: 'extended' } })
  const body = { amount: 0, currency: 'USD', paymentType: 'cardVerification', accountId: 'testuser1' }
  const answer = await cryptopay(sandbox, { token: { amount: '0', currency: 'USD' }, body })
  matches(t, answer, { status: 200, body: { amount: 0, cardID: /^[0-9a-f-]{36}$/, status: 'VERIFIED' } })
  const listed = await fetch(`${sandbox.apiUrl}/cards/testuser1`, { headers: bearer(answer.accessToken) })
  matches(t, await listed.json(), [{ ID: answer.body.cardID }])
})

t.test('cardSave leaves a card to pay with; "true" as a text will do', async (t) => {
  const sandbox = await openSandbox(t)
  const answer = await cryptopay(sandbox, { body: { cardSave: 'true', accountId: 'testuser1' } })
  matches(t, answer, { status: 200, body: { cardID: /^[0-9a-f-]{36}$/ } })
})

t.test('the terminal may be named, must then be the token’s, and two stages hold', async (t) => {
  const sandbox = await openSandbox(t, { quirks: { authorizationFields: 'extended' } })
  const answer = await cryptopay(sandbox, { token: { terminal: twoStages }, body: { terminalId: twoStages } })
  matches(t, answer, { status: 200, body: { status: 'AUTH', terminal: twoStages } })
  const other = { body: { terminalId: twoStages, invoiceId: '000000002' }, token: { invoiceID: '000000002' } }
  matches(t, await cryptopay(sandbox, other), { status: 400, body: { message: /Terminal differs/ } })
})

t.test('a card that asks for 3-D Secure is confirmed as for a saved card', async (t) => {
  const sandbox = await openSandbox(t)
  const secret = secretOf({ hpan: askingCard().pan, expDate: '1230' })
  const { body } = await cryptopay(sandbox, { secret, body: { backLink: 'https://shop.example/ok' } })
  matches(t, body, { status: '3D', code: 0, reference: '', email: '', cardID: '' })
  const screen = await toIssuer(body.secure3D as never)
  const end = await answerWith(screen, { code: rightCode(screen) })
  t.match(end.left, /^https:\/\/shop\.example\/ok\?result=ok&reference=\d{12}$/)
})

t.test('a rule can be about cryptograms', async (t) => {
  const sandbox = await openSandbox(t)
  await control(sandbox, 'POST', 'rules', {
    when: { operation: 'cryptogram', card: '5096' },
    then: { reasonCode: 488 },
  })
  matches(t, await cryptopay(sandbox), { status: 400, body: { code: 488 } })
  matches(
    t,
    await cryptopay(sandbox, { cryptogram: 'garbage' }),
    { body: { code: 3339 } },
    'its card unknown',
  )
})

t.test('public.rsa is an SPKI key of 4096 bits in PEM, at the root and under /api', async (t) => {
  const sandbox = await openSandbox(t)
  const pem = await keyOf(sandbox)
  t.match(pem, /^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n$/)
  t.equal(createPublicKey(pem).asymmetricKeyDetails?.modulusLength, 4096)
  t.equal(await (await fetch(`${sandbox.apiUrl}/public.rsa`)).text(), pem)
})

t.test('the key is fixed for a fixed seed, and kept beside the journal otherwise', async (t) => {
  const one = await openSandbox(t)
  const two = await openSandbox(t, { seed: 'another' })
  t.equal(await keyOf(two), await keyOf(one))

  const journal = join(folder(t), 'journal.sqlite')
  const first = await openSandbox(t, { journal, seed: undefined })
  const kept = await keyOf(first)
  t.not(kept, await keyOf(one), 'and is its own')
  await first.close()
  t.equal(statSync(`${journal}.rsa.pem`).mode & 0o777, 0o600, 'readable by its owner only')
  const second = await openSandbox(t, { journal, seed: undefined })
  t.equal(await keyOf(second), kept)
  matches(t, await cryptopay(second), { status: 200 })
})

t.test('no card number, CVC or cryptogram is kept or repeated', async (t) => {
  const sandbox = await openSandbox(t)
  const paid = await cryptopay(sandbox, { body: { cardSave: true, accountId: 'testuser1' } })
  const declined = await cryptopay(sandbox, {
    secret: secretOf({ cvc: '999' }),
    body: { invoiceId: '000000002' },
    token: { invoiceID: '000000002' },
  })
  const everything = [
    await journalText(sandbox),
    JSON.stringify([paid.body, declined.body]),
    JSON.stringify((await control(sandbox, 'GET', 'payments')).body),
  ].join('\n')
  for (const secret of ['4405639704015096', '"321"', '"999"', paid.cryptogram, declined.cryptogram]) {
    t.notOk(everything.includes(secret), secret.slice(0, 20))
  }
  matches(t, await requestToken(sandbox), { status: 200 })
})

t.test(
  'useBonus spends bonuses: amount is what the card paid, amountBonus the rest of the price',
  async (t) => {
    const sandbox = await openSandbox(t)
    matches(t, await cryptopay(sandbox, { body: { useBonus: true } }), {
      status: 200,
      body: { amount: 30, amountBonus: 70 },
    })
  },
)
