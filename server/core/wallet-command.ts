import type { CardForm } from '../../contracts/card.ts'
import type { Challenge, Order, Transaction } from '../../contracts/entry.ts'
import type { HomebankCard, MasterpassCard } from '../../contracts/wallet.ts'
import type { WalletCard, WalletName } from '../../contracts/wallet-token.ts'

export interface PayByWallet {
  kind: 'pay by wallet'
  accessToken: string
  order: Order
  wallet: WalletName
  card: WalletCard
  holder: string
  /** Whether somebody has signed in to HalykID. */
  signedIn: boolean
}

/** Of a card, or of an account of HalykID. */
export interface AskBonus {
  kind: 'ask bonus'
  accessToken: string
  card?: CardForm | { unreadable: string }
  iban?: string
  signedIn: boolean
}

/** Each with the reply it gets when it is not refused. */
export interface WalletCommands {
  'pay by wallet': [PayByWallet, { transaction: Transaction; challenge?: Challenge }]
  'ask bonus': [AskBonus, number]
  'list homebank cards': [
    { kind: 'list homebank cards'; accessToken: string; signedIn: boolean },
    HomebankCard[],
  ]
  'ask masterpass card': [
    { kind: 'ask masterpass card'; accessToken: string; walletToken: string },
    MasterpassCard,
  ]
}
