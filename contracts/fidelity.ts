import { withEvidence } from './evidence-fact.ts'
import { leniencyRules } from './leniency-rules.ts'
import { assumed, documented, observed, type Provenance } from './provenance.ts'

/**
 * Every rule of behaviour (fields carry their provenance in their schema) and how well it is known. An outcome
 * that rests on an assumed rule names it, so that nobody mistakes our guess for the bank's word.
 */
const table = {
  'token is good for one payment': documented(
    ['saving-a-card', 'payment-page', 'saved-card-payment'],
    '"for each operation … the original token"',
  ),
  'token pays only the order it was issued for': assumed(
    'the page binds token and operation in words, its sample does not; see the quirk tokenInvoice',
    'saved-card-payment',
  ),
  'used token still asks for the status': observed('clients-2'),
  'invoice is unique, also in its last six digits': documented([
    'saving-a-card',
    'payment-page',
    'saved-card-payment',
  ]),
  'invoice becomes taken with its first attempt': assumed('the pages name no moment'),
  'page allows three attempts': observed(
    ['sdk-page', 'ios-sdk'],
    '20 minutes or 3 attempts; reason code 505',
  ),
  'page lives twenty minutes': observed(['sdk-page', 'ios-sdk'], '20 minutes or 3 attempts'),
  'unlocked test card is approved': documented(['saving-a-card', 'payment-page'], 'status unlock'),
  'locked test card declines with 465': assumed('status lock; 465 is "card blocked"', [
    'saving-a-card',
    'payment-page',
    'client',
  ]),
  'wrong expiry declines with 457': assumed('457 is an error in the expiry field', 'codes-page'),
  'wrong CVC declines with 486': assumed(
    'the table has no code of its own for the CVC; 486 mentions wrong card data',
    'ios-sdk',
  ),
  'unknown card declines with 471': assumed('471 is "no such card"', 'codes-page-en'),
  'expired card declines with 478 when the clock was set': assumed('478 is "expired card"', 'codes-page-en'),
  'every attempt is a transaction with its own postlink': assumed(
    'duplicates are known, attempts are not',
    'client',
  ),
  'declined payment has the status FAILED': assumed(
    'the page lists FAILED and REJECT without a rule',
    'status-page',
  ),
  'one-stage terminal charges at once': documented('process-page', 'the default'),
  'payment without 3-D Secure is "secure": "no"': assumed(
    'samples show yes beside F, no beside an empty detail',
    'saving-a-card',
  ),
  'payment on the page is "secure": "yes" with F, without a question': documented(
    ['saving-a-card', 'payment-page'],
    'both samples of a success say yes, that of 2025 with F',
  ),
  'payment with 3-D Secure is "secure": "yes", F without and C with a challenge': assumed(
    'a sample shows yes beside F',
    'saving-a-card',
  ),
  'wrong code three times declines with 473': observed(
    ['saving-a-card', 'ios-sdk'],
    '473 Authentication failed',
  ),
  'cancelled challenge declines with 499': assumed('499 is "wrong or no code entered"', 'ios-sdk'),
  'challenge lives five minutes, then declines with 877': assumed(
    '877 is "3-D Secure cannot be finished"',
    'clients-2',
  ),
  'hold of a two-stage terminal lapses after seven days': assumed(
    'CANCEL_OLD is "unblocked automatically"; after how long is not told',
    'status-page',
  ),
  'partial charge releases the rest': assumed('the page does not say', 'refund-page'),
  'refunds add up until nothing is left, then the status is REFUND': assumed(
    'the page does not say',
    'refund-page',
  ),
  'bonuses pay seven tenths of the price': assumed('of the one payment seen they paid 35 of 50', 'client'),
  'amount is what the card paid, bonuses stand beside it': observed('client', 'price 50 = 15 + 35'),
  'refund is at least 10 KZT': documented('refund-page'),
  'deactivated card declines with 522': assumed('522 is "record not found, check the card"', 'ios-sdk'),
  'saved card on the payment page is asked for its CVC': assumed(
    'the page lists the fields that name the card, and not what the buyer sees',
    'saved-card-payment',
  ),
  'postlink is retried on a schedule': assumed(
    'clients believe in a retry; its schedule is not told',
    'clients-2',
  ),
  'postlink counts as delivered on any 2xx': observed('clients-2', 'any HTTP 200'),
  'failure postlink falls back to postLink': documented('payment-page', 'failurePostLink'),
  'refusals have statuses, codes and words of our own': assumed(
    'bodies of refusals are not told, but for the codes -1 and 100',
    ['saved-card-payment', 'refund-page'],
  ),
  'unknown language falls back to Russian': assumed('the first language of the page'),
  'invoice paid during a challenge declines with 469': assumed(
    '469 is "invalid transaction"',
    'codes-page-en',
  ),
  "payment object's links win over the token's": assumed(
    'both carry them; the later one is nearer to the payment',
  ),
  'invoice link leads to an ordinary payment page': observed(
    ['invoice-link-page', 'client'],
    'invoice_url redirects to the payform',
  ),
  'invoice link without expire_period lives one day': assumed(
    '1d and 3d are seen, no default is told',
    'invoice-link-page',
  ),
  'invoice has one active link at a time': assumed(
    'invoice_id is unique; when it is free again is not told',
    'invoice-link-page',
  ),
  'invoice link takes a telephone number of +7 and ten digits, else 1079': observed('invoice-link-page'),
  'paid, expired or cancelled invoice link pays no more': assumed(
    'the statuses ACTIVE and CHARGED were seen',
    'clients-2',
  ),
  'payment by invoice link echoes the secret_hash of the token that made the link': assumed(
    'POST invoice has no secret_hash of its own',
    'invoice-link-page',
  ),
  'QR code lives twenty minutes, then its transaction is rejected': documented(['qr-page', 'ios-sdk']),
  'rejected QR code has the reason code 504 and a failure postlink': assumed(
    '504 is "transaction timeout"; nothing names a code',
    'ios-sdk',
  ),
  'QR code is SCANNED once its page is open, also after a decline': assumed(
    'the SDKs list the statuses without a rule',
    'ios-sdk',
  ),
  'QR code is BLOCKED while the issuer asks the buyer': assumed(
    'the SDKs list the statuses without a rule',
    'ios-sdk',
  ),
  'QR code held by a two-stage terminal is AUTH, charged it is PAID': observed(
    ['ios-sdk', 'android-sdk'],
    'both mean success',
  ),
  'subscription charges for a year, each time an order of its own': assumed(
    'the SDKs show an end date and print no rule; invoiceIdAlt names the first order',
    ['ios-sdk', 'android-sdk'],
  ),
  'receiver of a transfer is judged by the number of the card alone': assumed(
    'no page tells how a card that gets money declines',
    'p2p-page',
  ),
  'transfer is told by a postlink like a payment, and costs nothing': assumed(
    'order.postLink is there, neither its body nor a fee is told',
    ['ios-sdk', 'android-sdk'],
  ),
  'wallet token names the outcome, and nobody is asked for a code': assumed(
    'a real token is for Apple, Google, Samsung or Mastercard to open; the phone has confirmed the buyer',
    ['ios-sdk', 'android-sdk', 'apple-pay-page', 'google-pay-page'],
  ),
  'card with bonuses has 100,000 of them': assumed(
    'the SDKs read goBonus; how many a card has only the bank knows',
    ['ios-sdk', 'android-sdk'],
  ),
  'instalment walks from NEW to ACCEPT in twenty seconds, unless its page is open': assumed(
    'the SDKs poll every five to ten seconds and name the states; nothing tells how long each lasts',
    ['ios-sdk', 'android-sdk'],
  ),
  'instalment is paid to the shop like a payment once the bank has accepted it': assumed(
    'the SDKs tell success at ACCEPT; neither status nor postlink of such a payment was seen',
    ['ios-sdk', 'android-sdk', 'instalment-page'],
  ),
  'instalment is at least 5,000 KZT': observed('ios-sdk', 'offers none below'),
  'shop sells over 3, 6, 12 or 24 months': assumed('which conditions a shop has is in its contract', [
    'ios-sdk',
    'android-sdk',
  ]),
  'payout is made at the start of the next working day, less the fee': assumed(
    'the register has payoutDate and payoutAmount; when and how much is in the contract of each merchant',
    'client',
  ),
  'register lists the whole terminal, of a token without one the whole client': assumed(
    'the captured request had a token with a terminal; another one was not seen',
    'client',
  ),
  'register searches by each of its fields': assumed(
    'the twin for transfers documents the methods, one client searches by created_date',
    ['p2p-list-page', 'client'],
  ),
  ...leniencyRules,
} satisfies Record<string, { provenance: Provenance }>

export type Rule = keyof typeof table

export const rules: Record<Rule, Provenance> = Object.fromEntries(
  Object.entries(table).map(([name, { provenance }]) => [name, withEvidence('rule', name, provenance)]),
) as Record<Rule, Provenance>

export const assumedOf = (used: Rule[]): Rule[] =>
  // One is kept with every payment: filter alone leaves room for sixteen more in it.
  used.filter((rule) => rules[rule].level === 'assumed').slice()
