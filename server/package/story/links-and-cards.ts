import { constants, publicEncrypt } from 'node:crypto'
import { panOfCode } from '../../../contracts/sandbox-card.ts'
import type { Sandbox } from '../../sandbox.ts'
import { order, type Tokens } from './payments.ts'
import { nowhere, type Recorder, shop, stranger } from './recorder.ts'

export const links = async (sandbox: Sandbox, { call }: Recorder, own: string) => {
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
  await call('listInvoiceLinks', {
    as: 'newest',
    summary: 'the newest link of one order',
    path: '/invoice-links',
    token: own,
    body: {
      paging: { skip: 0, limit: 1 },
      searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: ['000000106'] }],
      orderParameters: { field: 'id', typeOrder: 'DESC' },
    },
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

export const codes = async ({ call }: Recorder, { pay }: Tokens) => {
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

export const cipher = (pem: string, terminalId: string) => {
  const card = { hpan: panOfCode(0), expDate: '1230', cvc: '123', terminalId }
  const key = { key: pem, padding: constants.RSA_PKCS1_PADDING }
  return publicEncrypt(key, Buffer.from(JSON.stringify(card))).toString('base64')
}

/** A card is paid with and saved for its owner; then it can be listed, and forgotten. */
export const cards = async (sandbox: Sandbox, { call }: Recorder, { pay }: Tokens, own: string) => {
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

export const shopFacts = async ({ call }: Recorder, own: string, terminalId: string) => {
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
