import { toHomebankCards } from '../../contracts/homebank.ts'
import { walletTokenOf } from '../../contracts/wallet-token.ts'
import type { Interaction } from './interaction.ts'

const homebankToken = 'Bearer of-the-buyer'
const given: Interaction['given'] = [['a service token']]
const accessToken = '${accessToken}'
const masterpass = { Token: walletTokenOf(0), Amount: 100, MerchantName: 'Tea shop', CurrencyCode: 'KZT' }
const bonus = { cryptogram: 'AAAA' }
const { iban } = toHomebankCards()[1]?.cardInfo ?? { iban: '' }

/** What an app asks before a wallet or HalykID pays. */
export const walletInteractions: Interaction[] = [
  {
    operation: 'homebankCards',
    description: "a question for the buyer's cards in the bank's app",
    given,
    asked: { method: 'GET', path: '/api/hb-cards', accessToken, homebankToken },
    call: (shop, values) => shop.homebankCards(String(values.accessToken), homebankToken),
    status: 200,
    exact: [''],
  },
  {
    operation: 'accountBonus',
    description: 'a question for the bonuses of an account',
    given,
    asked: { method: 'GET', path: '/api/payment/bonus-by-iban', query: { iban }, accessToken, homebankToken },
    call: (shop, values) => shop.accountBonus(iban, String(values.accessToken), homebankToken),
    status: 200,
  },
  {
    operation: 'cardBonus',
    description: 'a question for the bonuses of a card that cannot be read',
    given,
    asked: { method: 'POST', path: '/api/payment/checkgobonus', accessToken, json: bonus },
    call: (shop, values) => shop.send('/api/payment/checkgobonus', String(values.accessToken), bonus),
    status: 400,
  },
  {
    operation: 'masterpassCard',
    description: 'a question for the card behind a Masterpass token',
    given,
    asked: { method: 'POST', path: '/api/masterpass/getCard', accessToken, json: masterpass },
    call: (shop, values) => shop.send('/api/masterpass/getCard', String(values.accessToken), masterpass),
    status: 200,
    exact: ['Success'],
  },
]
