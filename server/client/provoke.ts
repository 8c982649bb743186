import { cardIdOfCode, panOfCode, threeDSCards } from '../../contracts/sandbox-card.ts'
import { outcomeOfCode } from './outcome.ts'

/** Every way to make a payment end with a code; each is to be copied as it stands. */
export interface Provocation {
  card: string
  holder: string
  cardId: string
  rule: string
  trigger: string
  threeDS: typeof threeDSCards
}

export const provocationOf = (code: number): Provocation => ({
  card: panOfCode(code),
  holder: `CODE ${code}`,
  cardId: cardIdOfCode(code),
  rule: `epay-sandbox rules add '${JSON.stringify({ when: {}, then: { reasonCode: code }, times: 1 })}'`,
  trigger: `epay-sandbox trigger ${outcomeOfCode(code)}`,
  threeDS: threeDSCards.filter(({ reasonCode }) => code !== 0 && reasonCode === code),
})
