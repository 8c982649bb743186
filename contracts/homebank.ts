import { maskOf2025 } from './card.ts'
import { reasonText } from './reason-code.ts'
import { panOfCode } from './sandbox-card.ts'
import type { HomebankCard, MasterpassCard } from './wallet.ts'
import { homebankCardOf, outcomeIn } from './wallet-token.ts'

/** What anybody who signs in to HalykID here has: one card for each way a payment often ends. */
const homebankCards = [
  { code: 0, alias: 'Pays', iban: 'KZ046010000000000000', balance: 250_000 },
  { code: 0, alias: 'Pays, with bonuses', iban: 'KZ046010000000000001', balance: 250_000, bonus: true },
  { code: 484, alias: 'Has too little money', iban: 'KZ046010000000000484', balance: 10 },
  { code: 465, alias: 'Is blocked', iban: 'KZ046010000000000465', balance: 0 },
] as const

const withBonus = `${homebankCardOf(0)}-bonus`
const idOf = (card: (typeof homebankCards)[number]) =>
  'bonus' in card ? withBonus : homebankCardOf(card.code)

export const toHomebankCards = (): HomebankCard[] =>
  homebankCards.map((card) => ({
    aliasName: card.alias,
    isHidden: false,
    systemAttributeId: idOf(card),
    cardInfo: {
      ownerId: 'sandbox-owner',
      cardMask: maskOf2025(panOfCode(card.code)),
      iban: card.iban,
      isValid: card.code !== 465,
      currency: 'KZT',
      currentBalance: card.balance,
      cardType: 'VISA',
      isMultiCurrency: false,
      isVirtual: false,
    },
    limit: [],
  }))

/** How a payment with one of them ends; undefined when nobody has such a card. */
export const homebankOutcome = (id: string): { code: number; bonus: boolean } | undefined => {
  const code = outcomeIn(id)
  return code === undefined ? undefined : { code, bonus: id === withBonus }
}

/** What a card with bonuses has of them: enough for any test. */
export const bonusBalance = 100_000

/** Of an account in hb-cards; undefined when there is no such account. */
export const bonusOfIban = (iban: string): number | undefined => {
  const card = homebankCards.find((one) => one.iban === iban.trim().toUpperCase())
  return card && ('bonus' in card ? bonusBalance : 0)
}

const noCard = { CardHolder: '', PAN: '', ExpMonth: '', ExpYear: '', WID: '' }

/** The card behind a Masterpass token. A token of another world has none, and the answer says so. */
export const toMasterpassCard = (token: string): MasterpassCard => {
  const code = outcomeIn(token)
  if (code === undefined)
    return { ...noCard, Success: false, ErrCode: '522', ErrMessage: reasonText(522, 'eng') }
  const PAN = maskOf2025(panOfCode(code))
  return {
    ...{ CardHolder: 'TEST TEST', PAN, ExpMonth: '12', ExpYear: '30', WID: 'sandbox' },
    ...{ Success: true, ErrCode: '', ErrMessage: '' },
  }
}
