import type { Case } from './case.ts'
import { after24Hours } from './cases/after-24-hours.ts'
import { amountChanged } from './cases/amount-changed.ts'
import { amountWithTiyn } from './cases/amount-with-tiyn.ts'
import { anotherTerminal } from './cases/another-terminal.ts'
import { bankOutOfOrder } from './cases/bank-out-of-order.ts'
import { cancelByStatus } from './cases/cancel-by-status.ts'
import { contentTypes } from './cases/content-types.ts'
import { currencyChanged } from './cases/currency-changed.ts'
import { customerIdSpelling } from './cases/customer-id-spelling.ts'
import { cutBody } from './cases/cut-body.ts'
import { failureThenSuccess } from './cases/failure-then-success.ts'
import { formEncoded } from './cases/form-encoded.ts'
import { getAndHead } from './cases/get-and-head.ts'
import { kazakhLetters } from './cases/kazakh-letters.ts'
import { keyOrder } from './cases/key-order.ts'
import { largeBody } from './cases/large-body.ts'
import { lateAnswer } from './cases/late-answer.ts'
import { lateFailure } from './cases/late-failure.ts'
import { manyAtOnce } from './cases/many-at-once.ts'
import { missingFields } from './cases/missing-fields.ts'
import { nonFinalCodes } from './cases/non-final-codes.ts'
import { numbersAsStrings } from './cases/numbers-as-strings.ts'
import { okWithReasonCode } from './cases/ok-with-reason-code.ts'
import { postlinkBeforeReturn } from './cases/postlink-before-return.ts'
import { postlinkNeverComes } from './cases/postlink-never-comes.ts'
import { postlinkOf2020 } from './cases/postlink-of-2020.ts'
import { reasonCodesCase } from './cases/reason-codes.ts'
import { refundByStatus } from './cases/refund-by-status.ts'
import { replayedBody } from './cases/replayed-body.ts'
import { restart } from './cases/restart.ts'
import { returnWithoutPayment } from './cases/return-without-payment.ts'
import { sameLastSix } from './cases/same-last-six.ts'
import { samePostlinkTwice } from './cases/same-postlink-twice.ts'
import { savedCard } from './cases/saved-card.ts'
import { slowBody } from './cases/slow-body.ts'
import { successOnce } from './cases/success-once.ts'
import { unknownFields } from './cases/unknown-fields.ts'
import { unknownInvoice } from './cases/unknown-invoice.ts'
import { wrongSecret } from './cases/wrong-secret.ts'

/** Every promise, the plain ones first; what moves the clock comes last, for merchants keep time of their own. */
export const cases: Case[] = [
  successOnce,
  failureThenSuccess,
  lateFailure,
  postlinkBeforeReturn,
  postlinkNeverComes,
  returnWithoutPayment,
  samePostlinkTwice,
  lateAnswer,
  amountChanged,
  currencyChanged,
  amountWithTiyn,
  unknownInvoice,
  anotherTerminal,
  wrongSecret,
  replayedBody,
  okWithReasonCode,
  unknownFields,
  missingFields,
  numbersAsStrings,
  customerIdSpelling,
  keyOrder,
  postlinkOf2020,
  contentTypes,
  kazakhLetters,
  formEncoded,
  largeBody,
  slowBody,
  cutBody,
  getAndHead,
  sameLastSix,
  reasonCodesCase,
  nonFinalCodes,
  bankOutOfOrder,
  refundByStatus,
  cancelByStatus,
  savedCard,
  manyAtOnce,
  restart,
  after24Hours,
]
