import * as printed from './examples.ts'
import type { OperationId } from './operations.ts'
import { sourceOf } from './sources.ts'

export interface Example {
  summary: string
  value: unknown
}

/** By name. Requests are as the documents print them: `openapi.ts` shows them as the sandbox reads them. */
type Examples = Record<string, Example>

interface OperationExamples {
  request?: Examples
  answer?: Examples
  refusal?: Examples
}

const named = (samples: Record<string, printed.TokenSample>, part: 'request' | 'answer'): Examples =>
  Object.fromEntries(
    Object.entries(samples).map(([name, sample]) => [
      name,
      { summary: sourceOf(sample.source).title, value: sample[part] },
    ]),
  )

const saved = sourceOf('saved-card-payment').title
const operationRefusal: Examples = {
  documented: { summary: sourceOf('refund-page').title, value: { code: 100, message: '' } },
}
const partial: Examples = { part: { summary: 'a part of the amount', value: { amount: 2400 } } }

/** What the documents print; an operation they print nothing for has no example. */
export const operationExamples: Partial<Record<OperationId, OperationExamples>> = {
  token: { request: named(printed.tokenSamples, 'request'), answer: named(printed.tokenSamples, 'answer') },
  chargeSavedCard: {
    request: { savedCardPayment: { summary: saved, value: printed.chargeRequest } },
    answer: { savedCardPayment: { summary: saved, value: printed.chargeAnswer } },
    refusal: { savedCardPayment: { summary: saved, value: printed.chargeRefusal } },
  },
  charge: { request: partial, refusal: operationRefusal },
  cancel: { refusal: operationRefusal },
  refund: { request: partial, refusal: operationRefusal },
  legacyStatus: { refusal: operationRefusal },
  deactivateCard: {
    answer: {
      documented: {
        summary: sourceOf('deactivation-page').title,
        value: { status: 'card successfully deactivated' },
      },
    },
  },
}

export const postlinkExamples: Record<'success' | 'failure', Examples> = {
  success: {
    form2025: { summary: 'the form of 2025', value: printed.success2025 },
    form2020: { summary: 'the form of 2020', value: printed.success2020 },
  },
  failure: {
    form2025: { summary: 'the form of 2025', value: printed.failure2025 },
    form2020: { summary: 'the form of 2020', value: printed.failure2020 },
  },
}

/** The payment objects of the documented pages, without the token. */
export const paymentExamples: Examples = {
  savingACard: { summary: 'a card is saved', value: printed.verificationObject },
  paymentPage: { summary: 'a payment', value: printed.payObject },
}
