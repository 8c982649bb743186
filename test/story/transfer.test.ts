import t from 'tap'
import { panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../server/sandbox.ts'
import { matches } from '../matches.ts'
import {
  bearer,
  card,
  control,
  journalText,
  lockedCard,
  openMerchant,
  openSandbox,
  tokenForm,
} from '../world.ts'
import { answerWith, rightCode, toIssuer } from './issuer.ts'
import { call } from './links-and-codes.ts'

const terminalId = '40a348cb-68a3-45d5-9002-a4836d79c3b5'

const transferToken = async (sandbox: Sandbox, terminal = terminalId): Promise<string> => {
  const { grant_type, client_id, client_secret } = tokenForm()
  const form = { grant_type, client_id, client_secret, scope: ' transfer', terminal } as Record<
    string,
    string
  >
  const answer = await fetch(`${sandbox.url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

const expire = { month: '01', year: '27' }
const sender = { cardCred: card.pan, expire, cvc: card.cvc, name: card.holder }
const receiver = { cardCred: panOfCode(0) }

const body = (given: { order?: object; card?: object } = {}) => ({
  order: { id: '000000501', amount: 5000, currency: 'KZT', terminalId, ...given.order },
  card: { sender, receiver, ...given.card },
})

const move = async (sandbox: Sandbox, given: Parameters<typeof body>[0] = {}, path = '/p2p/transfer') =>
  call(sandbox, path, await transferToken(sandbox), body(given))

const status = async (sandbox: Sandbox, order = '000000501') =>
  (await call(sandbox, `/api/check-status/p2p/transaction/${order}`, await transferToken(sandbox))).body

t.test('money goes from card to card; status and postlink tell of it, and no number is kept', async (t) => {
  const sandbox = await openSandbox(t)
  const merchant = await openMerchant(t)
  const answer = await move(sandbox, { order: { postLink: merchant.url, senderEmail: 'a@shop.example' } })
  matches(t, answer, {
    status: 200,
    body: {
      ...{ amount: 5000, fee: 0, currency: 'KZT', orderID: '000000501', email: 'a@shop.example' },
      ...{ senderCardPAN: '440563...5096', senderTransferType: 'TYPEPAN', terminalID: terminalId },
      ...{ receiverCardPAN: /^400000\.\.\.\d{4}$/, receiverTransferType: 'TYPEPAN', reference: /^\d{12}$/ },
    },
  })
  t.notOk('code' in answer.body, 'the iOS SDK takes code and message for an error')
  matches(t, await status(sandbox), {
    result: { code: '100', message: 'SUCCESS' },
    transaction: { p2p: { statusName: 'CHARGE', type: 'p2p', orderID: '000000501' } },
  })
  matches(t, await status(sandbox, '000000999'), { result: { code: '102' }, transaction: null })
  await sandbox.clock.advance('PT0S')
  matches(t, merchant.bodies(), [{ code: 'ok', invoiceId: '000000501', amount: 5000 }])
  t.notMatch(await journalText(sandbox), card.pan)
})

t.test('AFT needs a sender, OCT a receiver; their money is the merchant’s, or was', async (t) => {
  const sandbox = await openSandbox(t)
  const aft = await move(sandbox, { card: { receiver: undefined } }, '/api/chdebit/transfer')
  matches(t, aft, { status: 200, body: { senderCardPAN: '440563...5096', receiverCardPAN: '' } })
  const oct = { order: { id: '000000502' }, card: { sender: undefined } }
  matches(t, await move(sandbox, oct, '/api/chpayment/transfer'), {
    status: 200,
    body: { senderCardPAN: '' },
  })
  const without = { order: { id: '000000503' }, card: { receiver: undefined } }
  matches(t, await move(sandbox, without), {
    status: 400,
    body: { message: /card.receiver: got nothing, expected an object with cardCred or id/ },
  })
  await sandbox.clock.advance('P1D')
  const { settlements } = (await control(sandbox, 'GET', 'settlements')).body
  matches(
    t,
    settlements,
    [{ payments: 1, totals: [{ gross: 5000 }] }],
    'AFT is paid out to the merchant, OCT is not',
  )
  t.same((await control(sandbox, 'GET', 'ledger/check')).body, { ok: true, violations: [] })
})

t.test('either card may decline, and a rule may', async (t) => {
  const sandbox = await openSandbox(t)
  const locked = {
    ...sender,
    cardCred: lockedCard.pan,
    expire: { month: 9, year: 2020 },
    cvc: lockedCard.cvc,
  }
  matches(t, await move(sandbox, { card: { sender: locked } }), { status: 400, body: { code: 465 } })
  matches(t, await move(sandbox, { card: { receiver: { cardCred: panOfCode(484) } } }), {
    body: { code: 484 },
  })
  matches(t, await move(sandbox, { card: { sender: { ...sender, cvc: '000' } } }), { body: { code: 486 } })
  const rule = { when: { operation: 'transfer' }, then: { reasonCode: 501 }, times: 1 }
  await control(sandbox, 'POST', 'rules', rule)
  matches(t, await move(sandbox), { status: 400, body: { code: 501 } })
  matches(t, await status(sandbox), { transaction: { p2p: { statusName: 'FAILED' } } })
})

t.test('the issuer asks who sends, and the word comes by confirmPayment', async (t) => {
  const sandbox = await openSandbox(t)
  const { pan = '' } = threeDSCards[0] ?? {}
  const { body: asked } = await move(sandbox, { card: { sender: { ...sender, cardCred: pan } } })
  matches(t, asked.secure3D, { paReq: /./, md: /./, action: `${sandbox.url}/acs/` })
  matches(t, await status(sandbox), { transaction: { p2p: { statusName: '3D' } } })
  const screen = await toIssuer(asked.secure3D as Parameters<typeof toIssuer>[0])
  await answerWith(screen, { code: rightCode(screen) })
  matches(t, await status(sandbox), { transaction: { p2p: { statusName: 'CHARGE' } } })
})

t.test('transfers are listed: created_at is obligatory, page skips records', async (t) => {
  const sandbox = await openSandbox(t)
  for (const id of ['000000501', '000000502', '000000503']) await move(sandbox, { order: { id } })
  const token = await transferToken(sandbox)
  const list = (wish: object) => call(sandbox, '/p2p/operations', token, wish)
  matches(t, await list({}), { status: 400, body: { message: /a search by created_at/ } })
  const searchParameters = [
    { name: 'created_at', method: '>', searchParameter: ['2025-01-01T00:00:00+05:00'] },
  ]
  const { body: answer } = await list({ searchParameters, paging: { page: 1, size: 1 } })
  matches(t, answer, { totalCount: 3, records: [{ orderID: '000000502', type: 'p2p' }] })
})

t.test('a transfer is no payment to be refunded', async (t) => {
  const sandbox = await openSandbox(t)
  const { body: made } = await move(sandbox)
  const answer = await fetch(`${sandbox.url}/operation/${made.id}/refund`, {
    method: 'POST',
    headers: bearer(await transferToken(sandbox)),
  })
  matches(t, await answer.json(), { code: 100, message: /got a transfer, p2p, expected a payment/ })
})
