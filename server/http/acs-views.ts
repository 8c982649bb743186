import type { Transaction } from '../../contracts/entry.ts'
import { languageTag } from '../../contracts/language.ts'
import { moneyText } from '../../contracts/money.ts'
import { reasonText } from '../../contracts/reason-code.ts'
import texts from '../../static/acs/texts.json' with { type: 'json' }
import { plural } from '../../static/payform/plural.js'
import type { ChallengeView } from '../core/command.ts'

/** What the templates of static/acs are given. */

const spoken = ({ order }: Transaction) => ({
  t: texts[order.language],
  lang: languageTag[order.language],
  plural,
})

export const challengeView = (
  { challenge, shop, triesLeft }: ChallengeView,
  termUrl: string,
  typedWrong: boolean,
) => {
  const { transaction, code, id } = challenge
  const { order, card } = transaction
  return {
    ...spoken(transaction),
    md: id,
    termUrl,
    shop,
    amount: moneyText(order.amount, order.currency),
    verification: order.verification,
    cardMask: card?.mask ?? '',
    rightCode: code,
    triesLeft,
    wrong: typedWrong,
  }
}

export const returnView = ({ challenge, paRes }: ChallengeView, termUrl: string) => ({
  ...spoken(challenge.transaction),
  md: challenge.id,
  paRes,
  termUrl,
})

/** The end of a payment whose shop gave no link to return to. */
export const confirmedView = (transaction: Transaction) => ({
  ...spoken(transaction),
  ok: transaction.reasonCode === 0,
  code: transaction.reasonCode,
  text: reasonText(transaction.reasonCode, transaction.order.language),
})
