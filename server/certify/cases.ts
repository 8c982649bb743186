import type { Case } from './case.ts'
import { aMillion } from './cases/a-million.ts'
import { after24Hours } from './cases/after-24-hours.ts'
import { almostTheAmount } from './cases/almost-the-amount.ts'
import { almostTheSecret } from './cases/almost-the-secret.ts'
import { amountChanged } from './cases/amount-changed.ts'
import { amountWithTiyn } from './cases/amount-with-tiyn.ts'
import { anotherTerminal } from './cases/another-terminal.ts'
import { bankOutOfOrder } from './cases/bank-out-of-order.ts'
import { byteOrderMark } from './cases/byte-order-mark.ts'
import { cancelByStatus } from './cases/cancel-by-status.ts'
import { chargeInPart } from './cases/charge-in-part.ts'
import { chargeMakesPaid } from './cases/charge-makes-paid.ts'
import { chunkedBody } from './cases/chunked-body.ts'
import { contentTypes } from './cases/content-types.ts'
import { currencyChanged } from './cases/currency-changed.ts'
import { customerIdSpelling } from './cases/customer-id-spelling.ts'
import { cutBody } from './cases/cut-body.ts'
import { failurePageOfAPaidOrder } from './cases/failure-page-of-a-paid-order.ts'
import { failureThenSuccess } from './cases/failure-then-success.ts'
import { fieldsOfTheShop } from './cases/fields-of-the-shop.ts'
import { forgedBadNews } from './cases/forged-bad-news.ts'
import { forgedRefund } from './cases/forged-refund.ts'
import { formEncoded } from './cases/form-encoded.ts'
import { fourByteLetters } from './cases/four-byte-letters.ts'
import { getAndHead } from './cases/get-and-head.ts'
import { heldIsNotPaid } from './cases/held-is-not-paid.ts'
import { holdLapses } from './cases/hold-lapses.ts'
import { invoiceAsNumber } from './cases/invoice-as-number.ts'
import { kazakhLetters } from './cases/kazakh-letters.ts'
import { keyOrder } from './cases/key-order.ts'
import { largeBody } from './cases/large-body.ts'
import { lateAnswer } from './cases/late-answer.ts'
import { lateFailure } from './cases/late-failure.ts'
import { lineInTheLog } from './cases/line-in-the-log.ts'
import { manyAtOnce } from './cases/many-at-once.ts'
import { missingFields } from './cases/missing-fields.ts'
import { nonFinalCodes } from './cases/non-final-codes.ts'
import { notFoundThenPaid } from './cases/not-found-then-paid.ts'
import { nothingForZero } from './cases/nothing-for-zero.ts'
import { numbersAsStrings } from './cases/numbers-as-strings.ts'
import { numbersSpelledOtherwise } from './cases/numbers-spelled-otherwise.ts'
import { okWithReasonCode } from './cases/ok-with-reason-code.ts'
import { oldButTrue } from './cases/old-but-true.ts'
import { onePaymentTwoOrders } from './cases/one-payment-two-orders.ts'
import { operatorsForValues } from './cases/operators-for-values.ts'
import { partOfAnInvoice } from './cases/part-of-an-invoice.ts'
import { pollBesidePostlink } from './cases/poll-beside-postlink.ts'
import { postlinkBeforeReturn } from './cases/postlink-before-return.ts'
import { postlinkNeverComes } from './cases/postlink-never-comes.ts'
import { postlinkOf2020 } from './cases/postlink-of-2020.ts'
import { prettyPrinted } from './cases/pretty-printed.ts'
import { quotesInFields } from './cases/quotes-in-fields.ts'
import { reasonCodesCase } from './cases/reason-codes.ts'
import { refundByStatus } from './cases/refund-by-status.ts'
import { refundInPart } from './cases/refund-in-part.ts'
import { refundInTwoParts } from './cases/refund-in-two-parts.ts'
import { refusalTellsNothing } from './cases/refusal-tells-nothing.ts'
import { registerAndOrders } from './cases/register-and-orders.ts'
import { replayedBody } from './cases/replayed-body.ts'
import { restart } from './cases/restart.ts'
import { restartAfterPayment } from './cases/restart-after-payment.ts'
import { restartBeforePayment } from './cases/restart-before-payment.ts'
import { returnBesidePostlink } from './cases/return-beside-postlink.ts'
import { returnWithParameters } from './cases/return-with-parameters.ts'
import { returnWithoutPayment } from './cases/return-without-payment.ts'
import { sameLastSix } from './cases/same-last-six.ts'
import { samePostlinkTwice } from './cases/same-postlink-twice.ts'
import { savedCard } from './cases/saved-card.ts'
import { scriptInTheAdminPage } from './cases/script-in-the-admin-page.ts'
import { secretsInSight } from './cases/secrets-in-sight.ts'
import { secretsInTheLog } from './cases/secrets-in-the-log.ts'
import { slowBody } from './cases/slow-body.ts'
import { successOnce } from './cases/success-once.ts'
import { unheardRefund } from './cases/unheard-refund.ts'
import { unknownFields } from './cases/unknown-fields.ts'
import { unknownInvoice } from './cases/unknown-invoice.ts'
import { wrongSecret } from './cases/wrong-secret.ts'

/** Every promise, the plain ones first; what moves the clock comes last, for merchants keep time of their own. */
export const cases: Case[] = [
  successOnce,
  failureThenSuccess,
  lateFailure,
  forgedBadNews,
  forgedRefund,
  postlinkBeforeReturn,
  postlinkNeverComes,
  returnWithoutPayment,
  returnWithParameters,
  failurePageOfAPaidOrder,
  samePostlinkTwice,
  returnBesidePostlink,
  pollBesidePostlink,
  lateAnswer,
  amountChanged,
  currencyChanged,
  amountWithTiyn,
  almostTheAmount,
  aMillion,
  unknownInvoice,
  invoiceAsNumber,
  partOfAnInvoice,
  anotherTerminal,
  wrongSecret,
  almostTheSecret,
  replayedBody,
  onePaymentTwoOrders,
  operatorsForValues,
  quotesInFields,
  lineInTheLog,
  secretsInTheLog,
  scriptInTheAdminPage,
  secretsInSight,
  refusalTellsNothing,
  fieldsOfTheShop,
  okWithReasonCode,
  nothingForZero,
  unknownFields,
  missingFields,
  numbersAsStrings,
  customerIdSpelling,
  keyOrder,
  prettyPrinted,
  numbersSpelledOtherwise,
  oldButTrue,
  postlinkOf2020,
  contentTypes,
  kazakhLetters,
  fourByteLetters,
  formEncoded,
  chunkedBody,
  byteOrderMark,
  largeBody,
  slowBody,
  cutBody,
  getAndHead,
  sameLastSix,
  reasonCodesCase,
  nonFinalCodes,
  bankOutOfOrder,
  refundByStatus,
  refundInPart,
  refundInTwoParts,
  unheardRefund,
  registerAndOrders,
  cancelByStatus,
  heldIsNotPaid,
  chargeMakesPaid,
  chargeInPart,
  savedCard,
  manyAtOnce,
  restart,
  restartBeforePayment,
  restartAfterPayment,
  notFoundThenPaid,
  after24Hours,
  holdLapses,
]
