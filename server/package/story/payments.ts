import { cardIdOfCode } from '../../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../sandbox.ts'
import { nowhere, type Recorder, stranger, twoStages } from './recorder.ts'

export const order = (invoiceId: string, amount = 1000) => ({
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

export const tokens = (sandbox: Sandbox, { call }: Recorder) => {
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
      const title = 'a token for one payment of 1,000 KZT'
      const secret_hash = 'HelloWorld123'
      return (await ask(as, title, { invoiceID, amount, currency: 'KZT', terminal, secret_hash }))
        .access_token
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

export type Tokens = ReturnType<typeof tokens>

export const charge = ({ call }: Recorder, token: string, as: string, summary: string, body: object) =>
  call('chargeSavedCard', {
    as,
    summary,
    path: '/payments/cards/auth',
    token,
    body: { name: 'BUYER NAME', ...body, paymentType: 'cardId' },
  })

export const card = (code: number) => ({ cardId: { id: cardIdOfCode(code) } })

/** A payment of 1,000 KZT goes through, is asked for, and 300 of it are refunded. */
export const paid = async (recorder: Recorder, { pay, service }: Tokens, terminalId: string) => {
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

export const declined = async (recorder: Recorder, { pay }: Tokens, terminalId: string) => {
  const body = { ...order('000000102'), ...card(484), terminalId }
  await charge(recorder, await pay('000000102'), 'declined', 'declined: 484, not enough money', body)
  await charge(recorder, 'AAAAAAAAAAAAAAAAAAAAAA', 'unknownToken', 'nobody was given this token', body)
}

/** The issuer asks for a code; the shop's server hands in its word. */
export const asked = async (sandbox: Sandbox, recorder: Recorder, { pay }: Tokens) => {
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
export const held = async (recorder: Recorder, { pay, service }: Tokens) => {
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
