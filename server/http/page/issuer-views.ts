import type { Transaction } from '../../../contracts/entry.ts'
import { type Language, languageTag } from '../../../contracts/language.ts'
import { moneyText } from '../../../contracts/money.ts'
import { reasonText } from '../../../contracts/reason-code.ts'
import { type Refusal, refusals } from '../../../contracts/refusal.ts'
import { bankTime } from '../../../contracts/time.ts'
import texts from '../../../static/acs/texts.json' with { type: 'json' }
import { plural } from '../../../static/payform/plural.js'
import type { ChallengeView } from '../../core/command.ts'

/** What the templates of static/acs are given. */

/** Every page says where its assets are: /acs/ itself is one folder of several addresses. */
const spoken = (language: Language, assets = './') => ({
  t: texts[language],
  lang: languageTag[language],
  plural,
  assets,
})

export const challengeView = ({ challenge, shop, triesLeft }: ChallengeView, termUrl: string) => {
  const { transaction, code, id, wrong, deadline } = challenge
  const { order, card } = transaction
  return {
    ...spoken(order.language),
    md: id,
    termUrl,
    shop,
    amount: moneyText(order.amount, order.currency),
    verification: order.verification,
    cardMask: card?.mask ?? '',
    brand: card?.brand ?? '',
    rightCode: code,
    triesLeft,
    wrong: wrong > 0,
    // The hour of Kazakhstan, as the bank tells all its times.
    until: bankTime(deadline).slice(11, 16),
  }
}

export const returnView = ({ challenge, paRes }: ChallengeView, termUrl: string) => ({
  ...spoken(challenge.transaction.order.language),
  md: challenge.id,
  paRes,
  termUrl,
})

/** The end of a payment whose shop gave no link to return to. */
export const confirmedView = ({ order, reasonCode, reference }: Transaction, prefix: string) => ({
  ...spoken(order.language, `${prefix}/acs/`),
  ok: reasonCode === 0,
  code: reasonCode,
  reference,
  text: reasonText(reasonCode, order.language),
})

/** Nobody knows the buyer's language here, and it is the shop's developer who has to fix it. */
export const troubleView = ({ refused, field, got, expected }: Refusal, prefix: string) => {
  const { message, fix } = refusals[refused]
  return { ...spoken('eng', `${prefix}/acs/`), message, field, got, expected: expected ?? fix }
}
