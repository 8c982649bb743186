import { toHomebankCards } from '../../../contracts/homebank.ts'
import { walletTokenOf } from '../../../contracts/wallet-token.ts'
import type { Sandbox } from '../../sandbox.ts'
import { cipher } from './links-and-cards.ts'
import { order, type Tokens } from './payments.ts'
import type { Recorder } from './recorder.ts'

const signedIn = { 'x-homebank-auth': 'Bearer buyer' }

/** Apple Pay and HalykID pay; what an app asks before. */
export const wallets = async (
  { url, credentials: { terminalId } }: Sandbox,
  { call }: Recorder,
  { pay, service }: Tokens,
) => {
  const buy = async (as: string, summary: string, invoiceId: string, given: object) =>
    call('cryptopay', {
      ...{ as, summary, path: '/payment/cryptopay', token: await pay(invoiceId), headers: signedIn },
      body: { ...order(invoiceId), terminalId, name: 'BUYER NAME', ...given },
    })
  const applePay = (code: number) => ({
    paymentType: 'applePay',
    applePay: { data: walletTokenOf(code), version: 'EC_v1' },
  })
  await buy('applePay', 'Apple Pay: 1,000 KZT', '000000301', applePay(0))
  await buy('applePayDeclined', 'Apple Pay declined: 484', '000000302', applePay(484))
  const [{ systemAttributeId: osuvoxCardId = '', cardInfo: { iban = '' } = {} } = {}] = toHomebankCards()
  await buy('halykId', 'HalykID: 1,000 KZT', '000000303', { paymentType: 'halykId', osuvoxCardId })
  const token = await service()
  const get = { method: 'GET', token } as const
  const cards = { ...get, path: '/hb-cards', parameters: { invoiceId: '000000303' } }
  await call('homebankCards', { ...cards, as: 'cards', summary: "the buyer's cards", headers: signedIn })
  await call('homebankCards', { ...cards, as: 'notSignedIn', summary: 'nobody has signed in to HalykID' })
  const account = { ...get, path: '/payment/bonus-by-iban', headers: signedIn }
  await call('accountBonus', { ...account, as: 'none', summary: 'no bonuses', parameters: { iban } })
  await call('accountBonus', {
    ...account,
    as: 'unknown',
    summary: 'no such account',
    parameters: { iban: 'KZ00' },
  })
  const pem = await (await fetch(`${url}/public.rsa`)).text()
  const bonus = { path: '/payment/checkgobonus', token }
  const body = { cryptogram: cipher(pem, terminalId) }
  await call('cardBonus', { ...bonus, body, as: 'none', summary: 'the card has no bonuses' })
  await call('cardBonus', {
    ...bonus,
    body: { cryptogram: 'AAAA' },
    as: 'unreadable',
    summary: 'not encrypted with public.rsa',
  })
  const masterpass = (Token: string) => ({
    ...{ path: '/masterpass/getCard', token },
    body: { Token, Amount: 1000, MerchantName: 'Tea shop', CurrencyCode: 'KZT' },
  })
  await call('masterpassCard', { ...masterpass(walletTokenOf(0)), as: 'card', summary: 'the card behind it' })
  await call('masterpassCard', { ...masterpass('other'), as: 'noCard', summary: 'no such token' })
}
