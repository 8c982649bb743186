import * as seeds from './examples.ts'
import type { OperationId } from './operations.ts'

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

const named = (samples: Record<string, seeds.TokenSample>, part: 'request' | 'answer'): Examples =>
  Object.fromEntries(
    Object.entries(samples).map(([name, sample]) => [name, { summary: sample.seed, value: sample[part] }]),
  )

const operationRefusal: Examples = {
  documented: { summary: 'wire/core §6', value: { code: 100, message: '' } },
}
const partial: Examples = { part: { summary: 'a part, wire/core §6', value: { amount: 2400 } } }

/** What the documents print; an operation they print nothing for has no example. */
export const operationExamples: Partial<Record<OperationId, OperationExamples>> = {
  token: { request: named(seeds.tokenSamples, 'request'), answer: named(seeds.tokenSamples, 'answer') },
  chargeSavedCard: {
    request: { seed004: { summary: 'seed 004', value: seeds.chargeRequest } },
    answer: { seed004: { summary: 'seed 004', value: seeds.chargeAnswer } },
    refusal: { seed004: { summary: 'seed 004', value: seeds.chargeRefusal } },
  },
  charge: { request: partial, refusal: operationRefusal },
  cancel: { refusal: operationRefusal },
  refund: { request: partial, refusal: operationRefusal },
  legacyStatus: { refusal: operationRefusal },
  deactivateCard: {
    answer: { documented: { summary: 'wire/core §7', value: { status: 'card successfully deactivated' } } },
  },
}

export const postlinkExamples: Record<'success' | 'failure', Examples> = {
  success: {
    form2025: { summary: 'seed 000, the form of 2025', value: seeds.success2025 },
    form2020: { summary: 'seed 001, the form of 2020', value: seeds.success2020 },
  },
  failure: {
    form2025: { summary: 'seed 000, the form of 2025', value: seeds.failure2025 },
    form2020: { summary: 'seed 001, the form of 2020', value: seeds.failure2020 },
  },
}

/** The payment objects of the seeds, without the token. */
export const paymentExamples: Examples = {
  seed000: { summary: 'seed 000, a card is saved', value: seeds.verificationObject },
  seed001: { summary: 'seed 001, a payment', value: seeds.payObject },
}
