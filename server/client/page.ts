import { compressParams } from '../../contracts/params.ts'
import { panOfCode } from '../../contracts/sandbox-card.ts'
import { browse, hiddenFields, type Screen, submitForm } from './screen.ts'
import type { Transport } from './transport.ts'

/** What a buyer types on the page. */
export interface TypedCard {
  pan: string
  expiry: string
  cvc: string
  holder: string
  save?: 'true'
}

/** The sandbox card whose number is its outcome. */
export const cardOfCode = (code: number): TypedCard => ({
  pan: panOfCode(code),
  expiry: '12/39',
  cvc: '123',
  holder: 'TEST TEST',
})

/** Opens the payment page as halyk.pay() does. */
export const openPage = (transport: Transport, payment: object): Promise<Screen> =>
  browse(transport, `/payform/?params=${compressParams(payment)}`)

/** The page's own id; undefined when what was opened is no payment page. */
export const pageIdOf = ({ html }: Pick<Screen, 'html'>): string | undefined => hiddenFields(html).page

/** The buyer types a card and presses Pay. */
export const payOnPage = (transport: Transport, opened: Screen, card: TypedCard): Promise<Screen> =>
  submitForm(transport, opened, { ...card })

/** What a buyer types on the card issuer's page, or that he presses Cancel there. */
export type IssuerAnswer = { code: string } | { cancel: string }

/** The buyer answers the card issuer, whose word the browser then carries back to the bank. */
export const answerIssuer = async (
  transport: Transport,
  challenge: Screen,
  answer: IssuerAnswer,
): Promise<Screen> => {
  const answered = await submitForm(transport, challenge, answer)
  return hiddenFields(answered.html).PaRes === undefined ? answered : submitForm(transport, answered)
}

/** The code that the issuer's page shows for the sake of tests. */
export const rightCodeOf = ({ html }: Pick<Screen, 'html'>): string =>
  /data-testid="acs-right-code">([^<]*)</.exec(html)?.[1] ?? ''
