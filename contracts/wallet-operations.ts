import { BankRefusal } from './authorization.ts'
import { api, living, type Operation } from './operation-row.ts'
import { observed } from './provenance.ts'
import {
  BonusAnswer,
  BonusRequest,
  HomebankCards,
  HomebankHeaders,
  HomebankQuery,
  IbanQuery,
  MasterpassCard,
  MasterpassRequest,
} from './wallet.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])

/** Rows of the table: what an app asks before a wallet or HalykID pays; the payment itself is payment/cryptopay. */
export const walletOperations = {
  homebankCards: {
    method: 'GET',
    paths: api('hb-cards'),
    auth: 'bearer',
    summary: "The buyer's cards in the bank's app, for HalykID",
    query: HomebankQuery,
    headers: HomebankHeaders,
    answer: HomebankCards,
    refusal: BankRefusal,
    refusals: [...living, 'homebank token missing'],
    ...sdk,
  },
  cardBonus: {
    method: 'POST',
    paths: api('payment/checkgobonus'),
    auth: 'bearer',
    summary: 'How many bonuses a card has',
    body: BonusRequest,
    answer: BonusAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'cryptogram unreadable'],
    ...sdk,
  },
  accountBonus: {
    method: 'GET',
    paths: api('payment/bonus-by-iban'),
    auth: 'bearer',
    summary: 'How many bonuses an account of HalykID has',
    query: IbanQuery,
    headers: HomebankHeaders,
    answer: BonusAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'homebank token missing', 'account unknown'],
    ...sdk,
  },
  masterpassCard: {
    method: 'POST',
    paths: api('masterpass/getCard'),
    auth: 'bearer',
    summary: 'The card behind a Masterpass token',
    body: MasterpassRequest,
    answer: MasterpassCard,
    refusal: BankRefusal,
    refusals: living,
    ...sdk,
  },
} satisfies Record<string, Operation>
