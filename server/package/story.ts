import { constants, publicEncrypt } from 'node:crypto'
import type { OperationId } from '../../contracts/operations.ts'
import type { RecordedCall, RecordedPostlink, Story } from '../../contracts/recorded.ts'
import { cardIdOfCode, panOfCode } from '../../contracts/sandbox-card.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const shop = 'https://shop.example'
// Nobody listens there: a postlink of the story comes to nothing, at once.
const nowhere = 'http://127.0.0.1:9'
const published = 'http://127.0.0.1:3729'
const twoStages = '2d1f6a0e-5b7c-4c39-8e42-7a90c3d5e6f2'
const stranger = '00000000-0000-4000-8000-00000000dead'

interface Call {
  as: string
  summary: string
  method?: 'GET' | 'POST'
  path: string
  parameters?: Record<string, string>
  token?: string
  form?: Record<string, string>
  body?: unknown
}

type Answer = Record<string, never> & { access_token: string; id: string; billNumber: string; cardID: string }

const filled = (path: string, parameters: Record<string, string>) => {
  const rest = Object.entries(parameters).filter(([name]) => !path.includes(`{${name}}`))
  const query = new URLSearchParams(rest).toString()
  const at = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name] ?? ''))
  return query ? `${at}?${query}` : at
}

/** Encryption has chance in it; the story must be the same word for word each time. */
const shown = (request: object) =>
  'cryptogram' in request ? { ...request, cryptogram: 'base64 of the encrypted card' } : request

/** Speaks to a sandbox and writes down what was said. */
const openRecorder = ({ url }: Sandbox) => {
  const calls: RecordedCall[] = []
  const neutral = (text: string) => text.replaceAll(url, published).replaceAll(nowhere, shop)
  const call = async (operation: OperationId, given: Call): Promise<Answer> => {
    const { as, summary, method = 'POST', path, parameters = {}, token, form, body } = given
    const response = await fetch(`${url}${filled(path, parameters)}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(form ? { body: new URLSearchParams(form) } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = neutral(await response.text())
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    const answer = isJson ? JSON.parse(text) : text
    const location = response.headers.get('location')
    calls.push({
      operation,
      name: as,
      summary,
      parameters,
      ...(form || body ? { request: shown(JSON.parse(neutral(JSON.stringify(form ?? body)))) } : {}),
      status: response.status,
      answer,
      ...(location ? { location: neutral(location) } : {}),
    })
    return answer as Answer
  }
  return { calls, call, neutral }
}

type Recorder = ReturnType<typeof openRecorder>

const order = (invoiceId: string, amount = 1000) => ({
  amount,
  currency: 'KZT',
  invoiceId,
  description: 'Green tea, 100 g',
  accountId: 'customer-1',
  email: 'buyer@example.kz',
  phone: '77770000000',
  backLink: `${nowhere}/thanks`,
  failureBackLink: `${nowhere}/sorry`,
  postLink: `${nowhere}/postlink`,
  failurePostLink: `${nowhere}/postlink`,
  language: 'rus',
})

const tokens = (sandbox: Sandbox, { call }: Recorder) => {
  const { clientId, clientSecret, terminalId } = sandbox.credentials
  const form = (more: Record<string, string>) => ({
    grant_type: 'client_credentials',
    scope: 'webapi usermanagement email_send verification statement statistics payment',
    client_id: clientId,
    client_secret: clientSecret,
    ...more,
  })
  const ask = (as: string, summary: string, more: Record<string, string>) =>
    call('token', { as, summary, path: '/oauth2/token', form: form(more) })
  return {
    ask,
    pay: async (invoiceID: string, { amount = '1000', terminal = terminalId, as = 'payment' } = {}) => {
      const told = 'a token for one payment of 1,000 KZT'
      const secret_hash = 'HelloWorld123'
      return (await ask(as, told, { invoiceID, amount, currency: 'KZT', terminal, secret_hash })).access_token
    },
    service: async (terminal = terminalId) =>
      (await ask('service', 'a token for status, refunds and saved cards', { terminal })).access_token,
    refused: async () => {
      await ask('wrongSecret', 'the secret is wrong', { client_secret: 'wrong' })
      await ask('unknownClient', 'no such client', { client_id: 'nobody' })
      await ask('foreignTerminal', "another client's terminal", {
        terminal: '5f7bdf8b-f34c-4aed-bd0c-47fa1e323496',
      })
      await ask('unreadable', 'a letter in the order number', { invoiceID: 'INV-1', terminal: terminalId })
    },
  }
}

type Tokens = ReturnType<typeof tokens>

const charge = ({ call }: Recorder, token: string, as: string, summary: string, body: object) =>
  call('chargeSavedCard', {
    as,
    summary,
    path: '/payments/cards/auth',
    token,
    body: { name: 'BUYER NAME', ...body, paymentType: 'cardId' },
  })

const card = (code: number) => ({ cardId: { id: cardIdOfCode(code) } })

/** A payment of 1,000 KZT goes through, is asked for, and 300 of it are refunded. */
const paid = async (recorder: Recorder, { pay, service }: Tokens, terminalId: string) => {
  const { call } = recorder
  const token = await pay('000000101')
  const body = { ...order('000000101'), ...card(0), terminalId }
  const { id } = await charge(recorder, token, 'approved', 'approved: 1,000 KZT', body)
  await charge(recorder, token, 'usedToken', 'the token has paid already', body)
  const own = await service()
  const status = (as: string, summary: string, invoiceId = '000000101') =>
    call('status', {
      as,
      summary,
      method: 'GET',
      path: '/check-status/payment/transaction/{invoiceId}',
      parameters: { invoiceId },
      token: own,
    })
  await status('paid', 'paid: 1,000 KZT')
  await call('statusById', {
    as: 'paid',
    summary: 'the same by the id of the transaction',
    method: 'GET',
    path: '/check-status/payment/transactionId/{transactionId}',
    parameters: { transactionId: id },
    token: own,
  })
  await status('unknownOrder', 'nobody has paid this order', '000000999')
  const refund = (as: string, summary: string, body?: object, at = id) =>
    call('refund', {
      as,
      summary,
      path: '/operation/{id}/refund',
      parameters: { id: at },
      token: own,
      ...(body ? { body } : {}),
    })
  await refund('part', '300 of 1,000 KZT', { amount: 300, externalID: 'refund-1' })
  await refund('tooMuch', 'more than is left', { amount: 900 })
  await status('refundedInPart', '300 of 1,000 KZT were refunded')
  await refund('whole', 'all that is left')
  await refund('unknown', 'no such transaction', undefined, stranger)
  await call('legacyStatus', {
    as: 'refunded',
    summary: 'the older status of the same order',
    method: 'GET',
    path: '/operation/{invoiceId}',
    parameters: { invoiceId: '000000101' },
    token: own,
  })
  return own
}

const declined = async (recorder: Recorder, { pay }: Tokens, terminalId: string) => {
  const body = { ...order('000000102'), ...card(484), terminalId }
  await charge(recorder, await pay('000000102'), 'declined', 'declined: 484, not enough money', body)
  await charge(recorder, 'AAAAAAAAAAAAAAAAAAAAAA', 'unknownToken', 'nobody was given this token', body)
}

/** The issuer asks for a code; the shop's server hands in its word. */
const asked = async (sandbox: Sandbox, recorder: Recorder, { pay }: Tokens) => {
  const { terminalId } = sandbox.credentials
  await sandbox.rules.add({ when: { invoiceId: '000000103' }, then: { threeDS: 'challenge' } })
  const body = { ...order('000000103'), ...card(0), terminalId }
  const { id } = await charge(
    recorder,
    await pay('000000103'),
    'threeDSecure',
    'the issuer asks the buyer',
    body,
  )
  await recorder.call('confirmPayment', {
    as: 'unknownChallenge',
    summary: 'no such challenge is open',
    path: '/payment/confirm',
    body: { ID: id, MD: 'none', PaRes: 'none' },
  })
}

/** A terminal of two stages holds first; one order is taken, another let go. */
const held = async (recorder: Recorder, { pay, service }: Tokens) => {
  const own = await service(twoStages)
  const hold = async (invoiceId: string, as: string) => {
    const token = await pay(invoiceId, { terminal: twoStages, as: 'twoStages' })
    const body = { ...order(invoiceId), ...card(0), terminalId: twoStages }
    return (await charge(recorder, token, as, 'held: 1,000 KZT, until charge or cancel', body)).id
  }
  const operate = (operation: 'charge' | 'cancel', as: string, summary: string, id: string, body?: object) =>
    recorder.call(operation, {
      as,
      summary,
      path: `/operation/{id}/${operation}`,
      parameters: { id },
      token: own,
      ...(body ? { body } : {}),
    })
  const first = await hold('000000104', 'held')
  await operate('charge', 'part', '700 of the 1,000 KZT on hold', first, { amount: 700 })
  await operate('charge', 'again', 'nothing is on hold any more', first)
  await operate('charge', 'unknown', 'no such transaction', stranger)
  await operate('cancel', 'whole', 'the hold is released', await hold('000000105', 'heldAgain'))
  await operate('cancel', 'charged', 'the money was taken already', first)
  await operate('cancel', 'unknown', 'no such transaction', stranger)
}

const links = async (sandbox: Sandbox, { call }: Recorder, own: string) => {
  const link = (as: string, summary: string, more: object) =>
    call('makeInvoiceLink', {
      as,
      summary,
      path: '/invoice',
      token: own,
      body: {
        shop_id: sandbox.credentials.terminalId,
        account_id: 'customer-1',
        invoice_id: '000000106',
        amount: 1000,
        currency: 'KZT',
        language: 'rus',
        description: 'Green tea, 100 g',
        expire_period: '1d',
        recipient_contact: 'buyer@example.kz',
        recipient_contact_sms: '+77770000000',
        post_link: `${nowhere}/postlink`,
        back_link: `${nowhere}/thanks`,
        ...more,
      },
    })
  const { id } = await link('made', 'a link for 1,000 KZT', {})
  await link('wrongTelephone', 'not a telephone number', {
    invoice_id: '000000107',
    recipient_contact_sms: '12345',
  })
  const open = (as: string, summary: string, linkId: string) =>
    call('openInvoiceLink', {
      as,
      summary,
      method: 'GET',
      path: '/redirect/invoice-link/{linkId}',
      parameters: { linkId },
    })
  await open('opened', 'to the payment page', id)
  await open('unknown', 'no such link', stranger)
}

const codes = async ({ call }: Recorder, { pay }: Tokens) => {
  const token = await pay('000000108', { as: 'qr' })
  const { billNumber } = await call('makeQr', {
    as: 'made',
    summary: 'a code for 1,000 KZT',
    path: '/payment/qr/generate',
    token,
    body: { postLink: `${nowhere}/postlink`, description: 'Green tea, 100 g', accountId: 'customer-1' },
  })
  await call('makeQr', {
    as: 'again',
    summary: 'the same token: the same code',
    path: '/payment/qr/generate',
    token,
    body: { postLink: `${nowhere}/postlink` },
  })
  const ask = (as: string, summary: string, number: string) =>
    call('qrStatus', { as, summary, method: 'GET', path: '/qr', parameters: { billNumber: number }, token })
  await ask('new', 'nobody has scanned it yet', billNumber)
  await ask('unknown', 'no such code', '1')
}

const cipher = (pem: string, terminalId: string) => {
  const card = { hpan: panOfCode(0), expDate: '1230', cvc: '123', terminalId }
  const key = { key: pem, padding: constants.RSA_PKCS1_PADDING }
  return publicEncrypt(key, Buffer.from(JSON.stringify(card))).toString('base64')
}

/** A card is paid with and saved for its owner; then it can be listed, and forgotten. */
const cards = async (sandbox: Sandbox, { call }: Recorder, { pay }: Tokens, own: string) => {
  const { terminalId } = sandbox.credentials
  const pem = await (await fetch(`${sandbox.url}/public.rsa`)).text()
  const { cardID } = await call('cryptopay', {
    as: 'approved',
    summary: 'approved: 1,000 KZT, and the card is saved',
    path: '/payment/cryptopay',
    token: await pay('000000109'),
    body: { ...order('000000109'), name: 'BUYER NAME', cardSave: true, cryptogram: cipher(pem, terminalId) },
  })
  const list = (as: string, summary: string, accountId: string) =>
    call('savedCards', {
      as,
      summary,
      method: 'GET',
      path: '/cards/{accountId}',
      parameters: { accountId },
      token: own,
    })
  await list('one', 'one card is saved', 'customer-1')
  await list('none', 'no card is saved for this customer', 'nobody')
  const forget = (as: string, summary: string, cardId: string) =>
    call('deactivateCard', {
      as,
      summary,
      path: '/card/deactivate/{cardId}',
      parameters: { cardId },
      token: own,
    })
  await forget('forgotten', 'the card pays no more', cardID)
  await forget('unknown', 'no such card', stranger)
}

const shopFacts = async ({ call }: Recorder, own: string, terminalId: string) => {
  const terminal = (as: string, summary: string, id: string) =>
    call('terminal', {
      as,
      summary,
      method: 'GET',
      path: '/terminals/{terminalId}',
      parameters: { terminalId: id },
      token: own,
    })
  await terminal('oneStage', 'a terminal that charges at once', terminalId)
  await terminal('unknown', 'no such terminal', stranger)
  await call('publicProfile', {
    as: 'look',
    summary: 'what the mobile SDKs show',
    path: '/public-profile',
    token: own,
    body: { failureLink: `${shop}/sorry`, postLink: `${shop}/postlink` },
  })
}

const recordedPostlinks = async (sandbox: Sandbox, { neutral }: Recorder): Promise<RecordedPostlink[]> =>
  (await sandbox.postlinks()).map(({ kind, invoiceId, body }) => ({
    name: `order${invoiceId}`,
    summary: `a ${kind} postlink of order ${invoiceId}`,
    kind,
    value: JSON.parse(neutral(JSON.stringify(body))),
  }))

/** Plays the story on a sandbox of its own and writes it down: the same seed and clock tell it word for word again. */
export const playStory = async (): Promise<Story> => {
  const sandbox = await createSandbox({
    seed: 'story',
    clock: '2025-02-12T09:42:51+05:00',
    journal: 'memory',
  })
  try {
    const recorder = openRecorder(sandbox)
    const { terminalId } = sandbox.credentials
    const given = tokens(sandbox, recorder)
    const own = await paid(recorder, given, terminalId)
    await declined(recorder, given, terminalId)
    await asked(sandbox, recorder, given)
    await held(recorder, given)
    await given.refused()
    await links(sandbox, recorder, own)
    await codes(recorder, given)
    await cards(sandbox, recorder, given, own)
    await shopFacts(recorder, own, terminalId)
    return { calls: recorder.calls, postlinks: await recordedPostlinks(sandbox, recorder) }
  } finally {
    await sandbox.close()
  }
}
