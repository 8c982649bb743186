import * as printed from './examples.ts'

const tokens = Object.values(printed.tokenSamples)

/** The printed samples of each message, as they stand in the documents. */
export const printedMessages: Record<string, unknown[]> = {
  TokenRequest: tokens.map(({ request }) => request),
  TokenAnswer: tokens.map(({ answer }) => answer),
  PaymentObject: [printed.payObject, printed.verificationObject].map((payment) => ({
    ...payment,
    auth: tokens[0]?.answer,
  })),
  CardsAuthRequest: [printed.chargeRequest],
  CardsAuthAnswer: [printed.chargeAnswer],
  BankRefusal: [printed.chargeRefusal],
  Postlink2025: [printed.success2025, printed.failure2025],
  Postlink2020: [printed.success2020, printed.failure2020],
  SuccessPostlink: [printed.success2025, printed.success2020],
  FailurePostlink: [printed.failure2025, printed.failure2020],
  Postlink: [printed.success2025, printed.failure2025, printed.success2020, printed.failure2020],
}
