import type { TObject, TSchema } from 'typebox'
import { BankRefusal, CardsAuthAnswer, CardsAuthRequest } from './authorization.ts'
import { documented, observed, type Provenance } from './provenance.ts'
import { TokenAnswer, TokenRefusal, TokenRequest } from './token.ts'
import { StatusAnswer } from './transaction.ts'

/** One row per endpoint of the bank: everything else about endpoints is a reading of this table. */
export interface Operation {
  method: 'GET' | 'POST'
  /** Every path the bank's host families use; the sandbox answers all of them on any host name. */
  paths: string[]
  auth: 'none' | 'bearer'
  summary: string
  body?: TObject
  answer: TSchema
  refusal: TSchema
  provenance: Provenance
}

/** API paths live at the root on the newer hosts and under /api on the older ones (wire/core §0.1). */
const api = (path: string) => [`/${path}`, `/api/${path}`]

export const operations = {
  token: {
    method: 'POST',
    paths: ['/epay2/oauth2/token', '/oauth2/token'],
    auth: 'none',
    summary: 'Issue a token for one operation',
    body: TokenRequest,
    answer: TokenAnswer,
    refusal: TokenRefusal,
    ...documented('seeds 000, 001, 004'),
  },
  chargeSavedCard: {
    method: 'POST',
    paths: api('payments/cards/auth'),
    auth: 'bearer',
    summary: 'Pay with a saved card',
    body: CardsAuthRequest,
    answer: CardsAuthAnswer,
    refusal: BankRefusal,
    ...documented('seed 004'),
  },
  status: {
    method: 'GET',
    paths: api('check-status/payment/transaction/:invoiceId'),
    auth: 'bearer',
    summary: 'Ask what became of an invoice',
    answer: StatusAnswer,
    refusal: BankRefusal,
    ...observed('wire/core §5; seeds 000 and 001 send merchants here'),
  },
} satisfies Record<string, Operation>

export type OperationId = keyof typeof operations
