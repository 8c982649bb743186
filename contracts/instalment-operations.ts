import { BankRefusal } from './authorization.ts'
import {
  CreditConditions,
  CreditQuery,
  InstalmentAnswer,
  InstalmentQuery,
  InstalmentRequest,
  InstalmentState,
} from './instalment.ts'
import { api, living, type Operation } from './operation-row.ts'
import { observed } from './provenance.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])

/** Rows of the table: purchases that the bank pays and the buyer pays off. */
export const instalmentOperations = {
  creditConditions: {
    method: 'GET',
    paths: api('credit-condition'),
    auth: 'bearer',
    summary: 'Over how many months a shop sells',
    query: CreditQuery,
    answer: CreditConditions,
    refusal: BankRefusal,
    refusals: [...living, 'shop unknown'],
    ...sdk,
  },
  makeInstalment: {
    method: 'POST',
    paths: api('order'),
    auth: 'bearer',
    summary: 'Ask the bank to pay for a purchase in instalments',
    body: InstalmentRequest,
    answer: InstalmentAnswer,
    refusal: BankRefusal,
    refusals: [
      ...living,
      'shop unknown',
      'credit condition unknown',
      'instalment too small',
      'token without invoice',
      'token used',
      'other invoice',
      'other terminal',
      'other amount',
      'amount zero',
      'invoice paid',
      'last six taken',
    ],
    ...sdk,
  },
  instalmentStatus: {
    method: 'GET',
    paths: api('order/status'),
    auth: 'bearer',
    summary: 'Ask what became of a purchase in instalments',
    query: InstalmentQuery,
    answer: InstalmentState,
    refusal: BankRefusal,
    refusals: [...living, 'instalment unknown'],
    ...sdk,
  },
} satisfies Record<string, Operation>
