import type { TObject } from 'typebox'
import { BankRefusal } from './authorization.ts'
import { api, living, type Operation } from './operation-row.ts'
import { assumed, documented, observed } from './provenance.ts'
import { RecurrentAnswer, RecurrentRequest } from './recurrent.ts'
import type { RefusalName } from './refusal.ts'
import type { SourceKey } from './sources.ts'
import { TransferAnswer, TransferList, TransferListRequest, TransferStatus } from './transfer.ts'
import { DebitRequest, PayoutRequest, TransferRequest } from './transfer-request.ts'

const moving: RefusalName[] = [
  ...living,
  'terminal unknown',
  'terminal foreign',
  'token used',
  'other invoice',
  'other terminal',
  'other amount',
  'other currency',
  'amount zero',
  'invoice paid',
  'last six taken',
  'cryptogram unreadable',
  'card unknown',
  'card live',
]

const transfer = <Body extends TObject>(path: string, body: Body, summary: string, sources: SourceKey[]) =>
  ({
    method: 'POST',
    paths: api(path),
    auth: 'bearer',
    summary,
    body,
    answer: TransferAnswer,
    refusal: BankRefusal,
    refusals: moving,
    ...observed(sources, 'the SDKs'),
  }) satisfies Operation

/** Rows of the table: payments that a shop does not start on a page of its own. */
export const moreOperations = {
  subscribe: {
    method: 'POST',
    paths: api('recurrent/subscribe'),
    auth: 'bearer',
    summary: 'Charge the same card again on schedule',
    body: RecurrentRequest,
    answer: RecurrentAnswer,
    refusal: BankRefusal,
    refusals: [...living, 'transaction unknown', 'not lawful'],
    ...observed(['ios-sdk', 'android-sdk']),
  },
  transfer: transfer('p2p/transfer', TransferRequest, 'Move money from card to card', [
    'ios-sdk',
    'android-sdk',
    'p2p-page',
  ]),
  debitCard: transfer('chdebit/transfer', DebitRequest, 'Take money from a card (AFT)', [
    'ios-sdk',
    'android-sdk',
  ]),
  payToCard: transfer('chpayment/transfer', PayoutRequest, 'Pay money out to a card (OCT)', [
    'ios-sdk',
    'android-sdk',
    'payout-page',
  ]),
  transferStatus: {
    method: 'GET',
    paths: api('check-status/p2p/transaction/:order'),
    auth: 'bearer',
    summary: 'Ask what became of a transfer',
    answer: TransferStatus,
    refusal: BankRefusal,
    refusals: living,
    ...documented('p2p-status-page'),
  },
  transfers: {
    method: 'POST',
    paths: api('p2p/operations'),
    auth: 'bearer',
    summary: 'List transfers',
    body: TransferListRequest,
    answer: TransferList,
    refusal: BankRefusal,
    refusals: [...living, 'search wrong'],
    ...assumed('the address and the search are printed, the HTTP method is not', 'p2p-list-page'),
  },
} satisfies Record<string, Operation>
